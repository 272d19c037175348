import { expect, test } from 'vitest';
import { decodeHalf } from '../../core/half.ts';
import { clipTensors } from '../../families/clip/graph.ts';
import { gslrmTensors } from '../../families/gslrm/graph.ts';
import { unetTensors } from '../../families/unet/graph.ts';
import { vaeTensors } from '../../families/vae/graph.ts';
import { CLIP, exampleFiles, GSLRM, UNET, VAE, weightFile } from '../../test/example-checkpoint.ts';
import { importInto } from '../../test/example-import.ts';
import { MemoryFolder } from '../../test/memory-folder.ts';
import { openPack } from '../load.ts';
import { readTensor } from '../safetensors.ts';

test('a whole model becomes a pack that opens, with its weights in half precision', async () => {
  const folder = new MemoryFolder();
  const manifest = await importInto(folder, exampleFiles());
  expect(manifest.rig.id).toBe('facelift-e0');
  expect(manifest.stages.multiview).toMatchObject({
    viewSize: 64,
    unet: { config: { mv_attention: 'sparse', num_views: 6, cross_attention_dim: 48 } },
    imageEncoder: { config: { num_attention_heads: 4, hidden_act: 'gelu' } },
    scheduler: { eta: 1, spacing: 'leading' },
    noise: 'torch-cuda',
  });
  expect(manifest.licence.name).toBe('Adobe Research License 1.2 + CreativeML Open RAIL++-M');
  expect(folder.files.has('import.json')).toBe(false);

  const pack = await openPack(folder);
  for (const [file, list] of [
    ['unet.safetensors', unetTensors(UNET)],
    ['vae.safetensors', vaeTensors(VAE)],
    ['clip.safetensors', clipTensors(CLIP)],
    ['gslrm.safetensors', gslrmTensors(GSLRM)],
  ] as const) {
    const index = await pack.weights(file);
    expect(new Set(index.tensors.keys())).toEqual(new Set(list.keys()));
    expect([...index.tensors.values()].every(({ dtype }) => dtype === 'F16')).toBe(true);
  }
  const index = await pack.weights('unet.safetensors');
  const values = await readTensor(await folder.read('unet.safetensors'), index, 'conv_in.bias');
  const seed = [...unetTensors(UNET).keys()].indexOf('conv_in.bias');
  values.forEach((value, i) => expect(value).toBeCloseTo(0.2 * Math.sin(1.7 * i + seed), 3));
});

test('as F32 the weights are exactly those of the checkpoint', async () => {
  const folder = new MemoryFolder();
  await importInto(folder, exampleFiles(), { type: 'F32' });
  const pack = await openPack(folder);
  const index = await pack.weights('vae.safetensors');
  const blob = await folder.read('vae.safetensors');
  const name = 'decoder.conv_in.weight';
  const original = exampleFiles()[
    'pipeckpts/vae/diffusion_pytorch_model.safetensors'
  ] as Uint8Array<ArrayBuffer>;
  const header = new DataView(original.buffer).getUint32(0, true);
  const json = JSON.parse(new TextDecoder().decode(original.subarray(8, 8 + header)));
  const [from, to] = json[name].data_offsets;
  const bits = new Uint16Array(original.slice(8 + header + from, 8 + header + to).buffer);
  expect(await readTensor(blob, index, name)).toEqual(decodeHalf(bits));
});

test.each([
  ['int8', 1 / 254],
  ['int8x2', 1 / 65_278],
] as const)('as %s a weight changes by at most half a scale', async (type, halfScale) => {
  const folder = new MemoryFolder();
  const name = 'transformer_layers.0.mlp.mlp.0.weight';
  const shape = gslrmTensors(GSLRM).get(name) ?? [];
  await importInto(folder, { 'g.safetensors': weightFile(gslrmTensors(GSLRM)) }, { type });
  const pack = await openPack(folder);
  const index = await pack.weights('gslrm.safetensors');
  expect(index.tensors.has('input_layer_norm.weight')).toBe(true);
  const bytes = folder.files.get('gslrm.safetensors') as Uint8Array<ArrayBuffer>;
  const part = (from: string) => {
    const { offset = 0, byteLength = 0 } = index.bytes?.get(from) ?? {};
    return new Int8Array(bytes.buffer, offset, byteLength);
  };
  const scale = await readTensor(bytes, index, `${name}.scale`);
  const [high, low] = [part(name), part(`${name}.low`)];
  expect(low.length).toBe(type === 'int8' ? 0 : high.length);
  const seed = [...gslrmTensors(GSLRM).keys()].indexOf(name);
  for (let i = 0; i < high.length; i += 7) {
    const whole = type === 'int8' ? high[i] : 256 * high[i] + low[i];
    const error = Math.abs(
      whole * scale[Math.floor(i / shape[1])] - 0.2 * Math.sin(1.7 * i + seed),
    );
    expect(error).toBeLessThan(0.2 * halfScale + 1e-7);
  }
});

test('a reconstructor alone becomes a pack for posed views', async () => {
  const folder = new MemoryFolder();
  const { stages } = await importInto(folder, {
    'gslrm/ckpt.safetensors': weightFile(gslrmTensors(GSLRM)),
  });
  expect(Object.keys(stages)).toEqual(['reconstruct']);
  expect(stages.reconstruct).toMatchObject({ kind: 'gslrm', anySize: true, config: { d: 64 } });
  expect([...folder.files.keys()].toSorted()).toEqual([
    'gslrm.safetensors',
    'pack.json',
    'record.json',
  ]);
});
