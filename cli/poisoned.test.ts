import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { poisonedFiles } from '../src/test/damage/poison.ts';

/** The command line with a damaged demo pack: one weight of one network is NaN, and the hash in pack.json fits. */

const root = path.resolve(import.meta.dirname, '..');
const demo = path.join(root, 'models/mouse-demo');
const sample = path.join(root, 'public/samples/arena-rearing.jpg');

let work: string;
beforeAll(async () => void (work = await mkdtemp(path.join(tmpdir(), 'poisoned-'))));
afterAll(() => rm(work, { recursive: true, force: true }));

it.each([
  ['background remover', 'Cutting out the mouse', 'matting', 'out.weight'],
  ['pose network', 'Finding the skeleton', 'pose', 'token.weight'],
  ['multi-view model', 'Making the six views', 'unet', 'conv_in.weight'],
  ['autoencoder’s encoder', 'Making the six views', 'vae', 'encoder.conv_in.weight'],
  ['autoencoder’s decoder', 'Making the six views', 'vae', 'decoder.conv_in.weight'],
  ['view embeddings', 'Making the six views', 'view_embeds', 'view_embeds'],
  ['reconstructor', 'Building the 3D splat', 'gslrm', 'pixel_gaussian_decoder.1.weight'],
])(
  'says which network failed, in which stage, and which file is damaged: %s',
  async (network, stage, name, tensor) => {
    const file = `${name}.safetensors`;
    const pack = path.join(work, tensor);
    await cp(demo, pack, { recursive: true });
    const read = (part: string) => readFile(path.join(demo, part));
    for (const [part, bytes] of await poisonedFiles(read, { file, tensor, value: NaN }))
      await writeFile(path.join(pack, part), bytes);
    const out = path.join(work, 'out');
    const words = ['reconstruct', sample, '--pack', pack, '--out', out, '--no-turntable'];
    const cli = path.join(root, 'scripts/cli.mjs');
    const ended = spawnSync(process.execPath, [cli, ...words], { encoding: 'utf8' });
    expect(ended).toMatchObject({ status: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^mouse-facelift: [^\n]*\n$/);
    for (const part of [file, `Network: ${network}.`, `Stage: ${stage}`, `${tensor} in ${file}`])
      expect(ended.stderr).toContain(part);
    expect(existsSync(out)).toBe(false);
  },
  600_000,
);
