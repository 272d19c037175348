import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gslrmTensors } from '../../src/families/gslrm/graph.ts';
import {
  exampleFiles,
  GSLRM,
  weightFile,
  type Contents,
} from '../../src/test/example-checkpoint.ts';
import { gslrmDict } from '../../src/test/checkpoints/weights-of.ts';
import { torchFile } from '../../src/test/checkpoints/write-torch.ts';
import { readArguments } from '../arguments.ts';
import { openPackAt } from '../packs.ts';
import { sentenceOf } from '../sentence.ts';
import { importCommand } from './import.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder = '';
beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'import-'))));
afterEach(() => rm(folder, { recursive: true }));

async function put(contents: Contents): Promise<string> {
  const from = path.join(folder, 'checkpoint');
  for (const [name, content] of Object.entries(contents)) {
    const file = path.join(from, name);
    await mkdir(path.dirname(file), { recursive: true });
    const plain = typeof content === 'string' || content instanceof Uint8Array;
    await writeFile(file, plain ? content : JSON.stringify(content));
  }
  return from;
}

async function run(...typed: string[]) {
  const said: string[] = [];
  const host = { root, say: (line: string) => said.push(line), warn: () => undefined };
  const code = await importCommand.run(readArguments(importCommand, typed), host);
  return { code, said: said.join('\n') };
}

test('a folder becomes a pack that opens, with the matting network of the demo pack', async () => {
  const from = await put(exampleFiles());
  const out = path.join(folder, 'My Lab');
  const { code, said } = await run(from, '--out', out, '--title', 'Lab mice');
  expect(code).toBe(0);
  expect(said).toMatch(/^pack my-lab: \d\.\d MB$/m);
  expect(said).toContain('Adobe Research License');
  expect(said).toContain('Open RAIL++-M');
  const { manifest, files } = await openPackAt(out, root);
  expect(manifest).toMatchObject({ id: 'my-lab', title: { en: 'Lab mice' } });
  expect(files.has('matting.safetensors')).toBe(true);
  expect(await readdir(out)).not.toContain('import.json');
});

test('a reconstructor alone becomes a pack, and an unknown part in --rig-of is refused', async () => {
  const from = await put({ 'step.safetensors': weightFile(gslrmTensors(GSLRM)) });
  const out = path.join(folder, 'pack');
  await run(path.join(from, 'step.safetensors'), '--out', out, '--dtype', 'f32');
  const { manifest } = await openPackAt(out, root);
  expect(Object.keys(manifest.stages)).toEqual(['reconstruct']);
  await expect(run(from, '--out', out, '--rig-of', 'nose=facelift')).rejects.toThrow('nose');
  await expect(run(from, '--out', out, '--title', ' ')).rejects.toThrow('--title needs a text.');
});

test('of several models in a file the averaged one is imported, or the one that --weights names', async () => {
  const file = path.join(folder, 'train.pt');
  await writeFile(file, torchFile({ model: gslrmDict(0.25), ema: gslrmDict(0.5), epoch: 3 }));
  const valueIn = async (pack: string) => {
    const bytes = new Uint8Array(await readFile(path.join(folder, pack, 'gslrm.safetensors')));
    return new DataView(bytes.buffer).getFloat32(bytes.length - 4, true);
  };
  const importAs = (pack: string, ...more: string[]) =>
    run(file, '--out', path.join(folder, pack), '--dtype', 'f32', ...more);

  const { said } = await importAs('a');
  expect(said).toContain(
    `${file} contains several models: model, ema. The averaged weights (EMA) are used: ema. Choose another one with --weights.\n`,
  );
  expect(await valueIn('a')).toBe(0.5);
  const asked = await importAs('b', '--weights', 'model');
  expect(asked.said).toContain('model, ema. You chose model.\n');
  expect(await valueIn('b')).toBe(0.25);

  const unknown: unknown = await importAs('c', '--weights', 'params').catch((e: unknown) => e);
  expect(sentenceOf(unknown)).toBe(
    'The files contain no such model: there is no key “params”. The keys are: model, ema.',
  );
  await expect(importAs('c', '--weights', 'ema,model')).rejects.toThrow(
    `--weights names several models of ${file}: model, ema. Name one of them.`,
  );
  await expect(importAs('c', '--weights', 'model,')).rejects.toThrow('--weights needs keys');
  expect((await readdir(folder)).sort()).toEqual(['a', 'b', 'train.pt']);
});

test('a file that is refused beside a whole model gets its sentence, and the import goes on', async () => {
  const from = await put({
    'gslrm.safetensors': weightFile(gslrmTensors(GSLRM)),
    'clip.safetensors': 'version https://git-lfs.github.com/spec/v1\n',
  });
  const { code, said } = await run(from, '--out', path.join(folder, 'pack'));
  expect(code).toBe(0);
  expect(said).toContain(
    `The file ${from}/clip.safetensors is a pointer of Git LFS, not the weights. Run git lfs pull in its folder, or download the file itself. This file is not used.\n`,
  );
});

test('a part whose cameras are unknown is refused, and what the sentence says helps', async () => {
  const from = await put({
    'mouse/checkpoint-6000/gslrm.safetensors': weightFile(gslrmTensors(GSLRM)),
  });
  const out = path.join(folder, 'pack');
  const error: unknown = await run(from, '--out', out).catch((thrown: unknown) => thrown);
  const sentence = sentenceOf(error);
  expect(sentence).toContain('trained: Reconstructor');
  const [option, value] = /(--rig-of) (\S+)\./.exec(sentence)?.slice(1) ?? [];
  await expect(run(from, '--out', out, option, value)).resolves.toMatchObject({ code: 0 });
});

test('an incomplete checkpoint is refused, and no folder is made', async () => {
  const files = exampleFiles();
  delete files['pipeckpts/vae/diffusion_pytorch_model.safetensors'];
  const from = await put(files);
  const out = path.join(folder, 'pack');
  const error: unknown = await run(from, '--out', out).catch((thrown: unknown) => thrown);
  expect(sentenceOf(error)).toBe(
    'These files are not a complete model: a pack also needs vae. Add what is missing: Autoencoder (vae/diffusion_pytorch_model.safetensors and its config.json).',
  );
  expect(await readdir(folder)).toEqual(['checkpoint']);
  await expect(run(path.join(folder, 'nothing'), '--out', out)).rejects.toThrow('does not exist');
});

test('an import that would overwrite one of its checkpoint files is refused', async () => {
  const bytes = weightFile(gslrmTensors(GSLRM));
  const from = await put({ 'gslrm.safetensors': bytes });
  const file = path.join(from, 'gslrm.safetensors');
  await expect(run(file, '--out', from)).rejects.toThrow('Choose another folder');
  expect(new Uint8Array(await readFile(file))).toEqual(bytes);
  expect(await readdir(from)).toEqual(['gslrm.safetensors']);
});

test('a pack that a failed import was to replace stays as it was', async () => {
  const from = await put({ 'gslrm.safetensors': weightFile(gslrmTensors(GSLRM)) });
  const out = path.join(folder, 'pack');
  await run(path.join(from, 'gslrm.safetensors'), '--out', out);
  const before = await readdir(out);
  const broken = weightFile(gslrmTensors(GSLRM));
  new DataView(broken.buffer).setFloat32(broken.length - 4, NaN, true);
  const other = await put({ 'gslrm.safetensors': broken });
  await expect(run(other, '--out', out)).rejects.toMatchObject({ code: 'checkpoint-invalid' });
  expect(await readdir(out)).toEqual(before);
  await expect(openPackAt(out, root)).resolves.toBeDefined();
  // The files of the pack itself are not taken as a checkpoint: they would be removed at the end.
  await expect(run(path.join(out, 'gslrm.safetensors'), '--out', out)).rejects.toThrow(
    'Choose another folder',
  );

  const wider = await put({ 'gslrm.safetensors': weightFile(gslrmTensors({ ...GSLRM, d: 128 })) });
  await run(wider, '--out', out);
  expect(await readdir(out)).toEqual(['gslrm.2.safetensors', 'pack.json', 'record.json']);
  const { manifest } = await openPackAt(out, root);
  expect(manifest.stages.reconstruct).toMatchObject({ config: { d: 128 } });
});
