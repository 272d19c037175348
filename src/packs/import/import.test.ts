import { expect, test } from 'vitest';
import { orbitCamera } from '../../core/camera/orbit.ts';
import { decodeHalf } from '../../core/half.ts';
import { clipTensors } from '../../families/clip/graph.ts';
import { gslrmTensors } from '../../families/gslrm/graph.ts';
import { unetTensors } from '../../families/unet/graph.ts';
import { vaeTensors } from '../../families/vae/graph.ts';
import { MemoryFolder } from '../../test/memory-folder.ts';
import { openPack } from '../load.ts';
import { readTensor } from '../safetensors.ts';
import {
  asImportFiles,
  CLIP,
  embeds,
  exampleFiles,
  GSLRM,
  UNET,
  VAE,
  weightFile,
  type Contents,
} from '../../test/example-checkpoint.ts';
import { planImport, type ImportChoices, type MattingDonor } from './plan.ts';
import { runImport } from './write/run.ts';
import { survey } from './survey.ts';

const donor: MattingDonor = {
  stage: {
    kind: 'unet',
    files: ['matting.safetensors'],
    config: { size: 64, channels: [8, 16], groups: 4 },
  },
  files: new Map([['matting.safetensors', new Blob(['abc'])]]),
};

const choices: ImportChoices = { id: 'lab', title: { en: 'Lab', ko: '연구실' } };

const importInto = async (
  folder: MemoryFolder,
  contents: Contents,
  more: Partial<ImportChoices> = {},
) => {
  const plan = planImport(await survey(asImportFiles(contents)), { ...choices, ...more }, donor);
  return runImport(plan, folder);
};

const GSLRM_FILE = 'gslrm/ckpt_0000000000021125.safetensors';

const cameraFile = (azimuthsDeg: number[], elevationDeg: number) => ({
  frames: azimuthsDeg.map((azimuth) => {
    const { w2c, ...camera } = orbitCamera(azimuth, elevationDeg, 2.7, 50, 512);
    const rows = [0, 4, 8, 12].map((at) => [...w2c.subarray(at, at + 4)]);
    return { ...camera, w: 512, h: 512, w2c: rows };
  }),
});

/** Six cameras of no published rig. */
const labCameras = cameraFile([0, 60, 120, 180, 240, 300], 15);

/** FaceLift's, in the order of its file. */
const faceliftCameras = cameraFile([180, 225, 270, 315, 0, 90], 0);

test('a whole model becomes a pack that opens, its weights the same numbers in half precision', async () => {
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

test('as f32 the weights are the same to the bit', async () => {
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
] as const)('as %s a weight is within half a scale of what it was', async (type, share) => {
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
    expect(error).toBeLessThan(0.2 * share + 1e-7);
  }
});

test.each([
  ['pipeckpts/unet/diffusion_pytorch_model.safetensors', 'unet'],
  ['pipeckpts/vae/diffusion_pytorch_model.safetensors', 'vae'],
  ['pipeckpts/image_encoder/model.safetensors', 'imageEncoder'],
  ['fixed_prompt_embeds_6view/clr_embeds.safetensors', 'viewEmbeds'],
  ['gslrm/ckpt_0000000000021125.safetensors', 'reconstructor'],
])('without %s it says that the %s is missing', async (path, part) => {
  const rest = exampleFiles();
  delete rest[path];
  const found = await survey(asImportFiles(rest));
  expect(found.missing).toEqual([part]);
  expect(() => planImport(found, choices, donor)).toThrowError(
    expect.objectContaining({ code: 'import-incomplete', values: { missing: part } }),
  );
});

test('a reconstructor alone makes a pack for posed views', async () => {
  const folder = new MemoryFolder();
  const { stages } = await importInto(folder, {
    'gslrm/ckpt.safetensors': weightFile(gslrmTensors(GSLRM)),
  });
  expect(Object.keys(stages)).toEqual(['reconstruct']);
  expect(stages.reconstruct).toMatchObject({ kind: 'gslrm', anySize: true, config: { d: 64 } });
  expect([...folder.files.keys()].toSorted()).toEqual(['gslrm.safetensors', 'pack.json']);
});

test('embeddings of the wrong width are refused with both widths', async () => {
  const files = {
    ...exampleFiles(),
    'fixed_prompt_embeds_6view/clr_embeds.safetensors': weightFile(embeds(768)),
  };
  await expect(survey(asImportFiles(files))).rejects.toMatchObject({
    code: 'embeds-invalid',
    message: expect.stringContaining('[6,77,768]'),
    values: { width: 48 },
  });
});

test("FaceLift's level embeddings do not go with the inclined mouse reconstructor, unless on purpose", async () => {
  const { 'gslrm/ckpt_0000000000021125.safetensors': gslrm, ...files } = exampleFiles();
  const mixed = {
    ...files,
    'mouse_finetune/ckpt_0000000000020000.safetensors': gslrm,
    'm5_cameras.json': labCameras,
  };
  const folder = new MemoryFolder();
  await expect(importInto(folder, mixed)).rejects.toMatchObject({
    code: 'pack-mismatch',
    message: expect.stringContaining('the view embeddings (facelift-e0)'),
  });
  expect(folder.files.size).toBe(0);

  const manifest = await importInto(folder, mixed, { allowMixedRigs: true });
  expect(manifest.mixedRigs).toBe(true);
  await expect(openPack(folder)).resolves.toBeDefined();
});

test('parts that do not say whose cameras they know must be named', async () => {
  const files = {
    'gslrm.safetensors': weightFile(gslrmTensors(GSLRM)),
    'cameras.json': labCameras,
  };
  await expect(importInto(new MemoryFolder(), files)).rejects.toMatchObject({
    code: 'rig-unstated',
    values: { part: 'reconstructor' },
  });
  const { rig } = await importInto(new MemoryFolder(), files, {
    rigs: { reconstructor: 'cameras' },
  });
  expect(rig).toMatchObject({ id: expect.stringMatching(/^cameras-[0-9a-f]{8}$/), imageSize: 512 });
});

test('what is missing or has another shape is named', async () => {
  const list = new Map(gslrmTensors(GSLRM));
  list.delete('transformer_layers.1.attn.fc.weight');
  list.set('input_layer_norm.weight', [65]);
  await expect(
    survey(asImportFiles({ 'gslrm.safetensors': weightFile(list) })),
  ).rejects.toMatchObject({
    code: 'weights-invalid',
    message: expect.stringMatching(
      /1 missing: transformer_layers\.1\.attn\.fc\.weight; .*\[65\], not \[64\]/,
    ),
  });
});

test('NaN is refused by name, and nothing is left behind', async () => {
  const list = gslrmTensors(GSLRM);
  const bytes = weightFile(list);
  new DataView(bytes.buffer).setFloat32(bytes.length - 4, NaN, true);
  const folder = new MemoryFolder();
  const last = [...list.keys()].at(-1) as string;
  await expect(importInto(folder, { 'gslrm.safetensors': bytes })).rejects.toMatchObject({
    code: 'checkpoint-invalid',
    message: expect.stringContaining(last),
  });
  expect(folder.files.size).toBe(0);
});

test('what half precision cannot hold is refused, and kept as f32', async () => {
  const bytes = weightFile(gslrmTensors(GSLRM));
  new DataView(bytes.buffer).setFloat32(bytes.length - 4, 70_000, true);
  const files = { 'gslrm.safetensors': bytes };
  await expect(importInto(new MemoryFolder(), files)).rejects.toMatchObject({
    code: 'checkpoint-invalid',
    message: expect.stringContaining('65504'),
  });
  await importInto(new MemoryFolder(), files, { type: 'F32' });
});

test('an interrupted import goes on where it stopped', async () => {
  const folder = new MemoryFolder();
  const files = asImportFiles(exampleFiles());
  const plan = planImport(await survey(files), choices, donor);
  const controller = new AbortController();
  const first = runImport(plan, folder, {
    signal: controller.signal,
    onProgress: ({ file }) => file.startsWith('gslrm') && controller.abort(),
  });
  await expect(first).rejects.toMatchObject({ name: 'AbortError' });
  expect(folder.files.has('pack.json')).toBe(false);
  const before = folder.created.length;

  const again = planImport(await survey(files), choices, donor);
  await runImport(again, folder);
  expect(folder.created.slice(before).filter((name) => name.endsWith('.safetensors'))).toEqual([
    'view_embeds.safetensors',
  ]);
  await expect(openPack(folder)).resolves.toBeDefined();

  // A checkpoint that was trained on in between is another one, and so is another choice.
  const other = planImport(await survey(files), { ...choices, type: 'F32' }, donor);
  await runImport(other, folder);
  expect(folder.created.slice(before)).toContain('unet.safetensors');
});

test('too little room is said before anything is written', async () => {
  const folder = new MemoryFolder();
  folder.free = 1_000_000;
  await expect(importInto(folder, exampleFiles())).rejects.toMatchObject({
    code: 'storage-full',
    values: { free: '0.0' },
  });
  expect(folder.created).toEqual([]);
});

test('averaged and later weights go first, old names of the autoencoder are understood', async () => {
  const files = exampleFiles();
  const unet = files['pipeckpts/unet/diffusion_pytorch_model.safetensors'];
  const old = new Map<string, readonly number[]>();
  for (const [name, shape] of vaeTensors(VAE))
    old.set(
      name
        .replace('.to_q.', '.query.')
        .replace('.to_k.', '.key.')
        .replace('.to_v.', '.value.')
        .replace('.to_out.0.', '.proj_attn.'),
      shape,
    );
  const found = await survey(
    asImportFiles({
      ...files,
      'pipeckpts/vae/diffusion_pytorch_model.safetensors': weightFile(old),
      'checkpoint-6000/unet/config.json': UNET,
      'checkpoint-6000/unet/diffusion_pytorch_model.safetensors': unet,
      'checkpoint-6000/unet_ema/config.json': UNET,
      'checkpoint-6000/unet_ema/diffusion_pytorch_model.safetensors': unet,
      'checkpoint-900/unet/config.json': UNET,
      'checkpoint-900/unet/diffusion_pytorch_model.safetensors': unet,
    }),
  );
  expect(found.networks.unet?.checkpoint.path).toContain('checkpoint-6000/unet_ema/');
  expect(found.missing).toEqual([]);
  expect(found.notes.filter(({ code }) => code === 'not-used')).toHaveLength(3);
});

test('beside a whole model, a damaged file and a stranger are left out and said', async () => {
  const stranger = weightFile(new Map([['layer.weight', [2, 2]]]));
  const found = await survey(
    asImportFiles({ ...exampleFiles(), 'torn.safetensors': 'torn', 'other.safetensors': stranger }),
  );
  expect(found.missing).toEqual([]);
  expect(found.notes).toContainEqual({ code: 'unknown', path: 'other.safetensors' });
  expect(found.notes).toContainEqual({
    code: 'damaged',
    path: 'torn.safetensors',
    reason: expect.stringContaining('too few'),
  });
  await expect(survey(asImportFiles({ 'torn.safetensors': 'torn' }))).rejects.toMatchObject({
    code: 'checkpoint-invalid',
  });
});

test("a laboratory's fine-tunes over FaceLift's download: what belongs together is chosen", async () => {
  const files = exampleFiles();
  const unet = files['pipeckpts/unet/diffusion_pytorch_model.safetensors'];
  const gslrm = files[GSLRM_FILE];
  const found = await survey(
    asImportFiles({
      ...files,
      'checkpoint-6000/unet/config.json': UNET,
      'checkpoint-6000/unet/diffusion_pytorch_model.safetensors': unet,
      'mouse_prompt_embeds_6view/clr_embeds.safetensors': weightFile(embeds(32)),
      'mouse_prompt_embeds_6view_1024/clr_embeds.safetensors': weightFile(embeds(48)),
      'mouse_finetune/ckpt_0000000000020000.safetensors': gslrm,
      'utils/opencv_cameras.json': faceliftCameras,
      'm5_cameras.json': labCameras,
    }),
  );
  const plan = planImport(found, choices, donor);
  expect(found.networks.unet?.checkpoint.path).toContain('checkpoint-6000');
  expect(found.networks.viewEmbeds?.checkpoint.path).toContain('_1024');
  expect(found.networks.reconstructor?.checkpoint.path).toContain('mouse_finetune');
  expect(found.camerasPath).toBe('m5_cameras.json');
  expect(plan.manifest.stages.reconstruct.rig).toBe(plan.manifest.rig.id);

  // FaceLift's own cameras are known by their numbers, and put in the order of its views.
  const own = await survey(asImportFiles({ ...files, 'opencv_cameras.json': faceliftCameras }));
  expect(own.rig).toMatchObject({ id: 'facelift-e0', azimuthsDeg: [270, 225, 180, 90, 0, 315] });
});
