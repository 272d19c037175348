import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, test } from 'vitest';
import { expectedOf, independent } from '../../src/test/exchange/read-exports.ts';
import { writePly } from '../../src/core/ply/index.ts';
import { makePly, rowsOf } from '../../src/test/ply/files.ts';
import { randomCloud } from '../../src/test/random-clouds.ts';
import { readArguments } from '../arguments.ts';
import { readSplat } from '../splat-file.ts';
import { convert } from './convert.ts';

const cloud = randomCloud(4, { count: 60 });

let folder = '';
const at = (...parts: string[]) => path.join(folder, ...parts);
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'convert-'));
  await writeFile(at('a.ply'), writePly(cloud));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(...typed: string[]) {
  const [said, warned]: [string[], string[]] = [[], []];
  const code = await convert.run(readArguments(convert, typed), {
    root: folder,
    say: (line) => void said.push(line),
    warn: (line) => void warned.push(line),
  });
  return { code, said, warned };
}

const highest = (xyz: Float32Array, axis: number) =>
  Math.max(...Array.from({ length: xyz.length / 3 }, (_, i) => xyz[3 * i + axis]));

it('writes several formats, upright, and says their sizes', async () => {
  const { said, warned } = await run(at('a.ply'), '--to', 'spz, glb', '--out', at('out'));
  expect(warned).toEqual([]);
  expect(said.map((line) => line.replace(/\d+ kB/, '…'))).toEqual([
    `${at('out', 'gaussians.spz')}: 60 Gaussians, …`,
    `${at('out', 'gaussians.glb')}: 60 Gaussians, …`,
  ]);
  for (const format of ['spz', 'glb'] as const) {
    const read = await independent[format](
      new Uint8Array(await readFile(at('out', `gaussians.${format}`))),
    );
    expect(highest(read.xyz, 1)).toBeCloseTo(highest(expectedOf(cloud).xyz, 1), 3);
  }
});

it('reads what it wrote, and writes PLY of it', async () => {
  await run(at('a.ply'), '--to', 'spz', '--out', at('out'));
  const { warned } = await run(at('out', 'gaussians.spz'), '--to', 'ply', '--out', at('back'));
  expect(warned).toEqual([]);
  const back = await readSplat(at('back', 'gaussians.ply'), 'header', () => undefined);
  back.xyz.forEach((value, i) => expect(value).toBeCloseTo(cloud.xyz[i], 3));
});

it('takes files of other programs as viewers do, unless --axes says that Z is up', async () => {
  await writeFile(at('b.ply'), makePly(rowsOf(cloud)));
  await run(at('b.ply'), '--to', 'glb', '--out', at('viewers'));
  await run(at('b.ply'), '--to', 'glb', '--out', at('world'), '--axes', 'world');
  const height = async (name: string) =>
    highest(
      (await independent.glb(new Uint8Array(await readFile(at(name, 'gaussians.glb'))))).xyz,
      1,
    );
  expect(await height('world')).toBeCloseTo(highest(cloud.xyz, 2), 5);
  expect(await height('viewers')).toBeCloseTo(
    highest(
      cloud.xyz.map((value) => -value),
      1,
    ),
    5,
  );
});

test.each([
  [['a.ply', 'b.ply', '--to', 'spz', '--out', 'o'], /takes one splat, not 2/],
  [['a.ply', '--to', 'obj', '--out', 'o'], /ply, compressed, spz, sog, glb, html, not "obj"/],
  [['a.ply', '--to', 'spz,spz', '--out', 'o'], /different words/],
  [['a.ply', '--out', 'o'], /--to is missing/],
])('%j is mistyped', async (typed, sentence) => {
  await expect(run(...typed)).rejects.toThrow(sentence);
});

it('leaves the folder alone if the splat is broken', async () => {
  await writeFile(at('c.spz'), 'no splat');
  await expect(run(at('c.spz'), '--to', 'ply', '--out', at('out'))).rejects.toMatchObject({
    code: 'splat-damaged',
  });
  expect(await readdir(folder)).not.toContain('out');
});
