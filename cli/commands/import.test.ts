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
import { readArguments } from '../arguments.ts';
import { openPackAt } from '../packs.ts';
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
});

test('an incomplete checkpoint is refused, and no folder is made', async () => {
  const files = exampleFiles();
  delete files['pipeckpts/vae/diffusion_pytorch_model.safetensors'];
  const from = await put(files);
  const out = path.join(folder, 'pack');
  await expect(run(from, '--out', out)).rejects.toMatchObject({ code: 'import-incomplete' });
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
