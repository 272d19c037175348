import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readTruth } from './truth.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'truth-'))));
afterAll(() => rm(folder, { recursive: true }));

/** Writes a PNG of one row of pixels. */
async function put(name: string, ...pixels: number[][]): Promise<string> {
  const file = path.join(folder, name);
  const raw = { width: pixels.length, height: 1, channels: 4 } as const;
  await sharp(Uint8Array.from(pixels.flat()), { raw }).png().toFile(file);
  return file;
}

const BLACK = [0, 0, 0, 255];
const NEARLY = [251, 252, 253, 255];
const WHITE = [255, 255, 255, 255];
const LIGHT = [251, 252, 250, 255];
const HALF = [100, 100, 100, 128];
const NONE = [0, 0, 0, 0];

const red = (data: Uint8ClampedArray) => [...data].filter((_, i) => i % 4 === 0);

it('a mask from a file replaces the alpha', async () => {
  const picture = await put('a.png', BLACK, BLACK, NEARLY, NONE);
  const mask = await put('m.png', BLACK, WHITE, WHITE, BLACK);
  const truth = await readTruth(picture, mask, 'white');
  expect([...truth.mask]).toEqual([0, 1, 1, 0]);
  expect(truth).toMatchObject({ maskFrom: 'file', doubts: [] });
  expect(red(truth.image.data)).toEqual([255, 0, 251, 255]);
  const other = path.join(folder, 'm2.png');
  const create = { width: 9, height: 9, channels: 3, background: 'white' } as const;
  await sharp({ create }).png().toFile(other);
  await expect(readTruth(picture, other, 'white')).rejects.toThrow(/m2\.png is 9 × 9, which does/);
});

it('else the alpha is the mask, above ½', async () => {
  const picture = await put('b.png', HALF, [100, 100, 100, 127], NONE, BLACK);
  const white = await readTruth(picture, null, 'white');
  expect([...white.mask]).toEqual([1, 0, 0, 1]);
  expect(white.maskFrom).toBe('alpha');
  expect(red(white.image.data)).toEqual([177, 178, 255, 0]);
  expect(red((await readTruth(picture, null, 'black')).image.data)).toEqual([50, 50, 0, 0]);
});

it('else what is not white: not all channels above 250', async () => {
  const picture = await put('c.png', LIGHT, NEARLY, BLACK, WHITE, WHITE, WHITE);
  const truth = await readTruth(picture, null, 'white');
  expect([...truth.mask]).toEqual([1, 0, 1, 0, 0, 0]);
  expect(truth).toMatchObject({ maskFrom: 'white', doubts: [] });
  expect(red(truth.image.data)).toEqual([251, 251, 0, 255, 255, 255]);
  expect(red((await readTruth(picture, null, 'black')).image.data)).toEqual([251, 0, 0, 0, 0, 0]);
});

it('doubts an empty mask, and a background that is not white', async () => {
  const empty = await readTruth(await put('d.png', WHITE, WHITE), null, 'white');
  expect(empty.doubts).toEqual(['the mask is empty']);
  const full = await readTruth(await put('e.png', BLACK, LIGHT), null, 'white');
  expect(full.doubts).toEqual([expect.stringMatching(/background is not white.*Give --masks$/)]);
});

it('names a file that is no picture', async () => {
  const file = path.join(folder, 'f.png');
  await writeFile(file, 'text');
  await expect(readTruth(file, null, 'white')).rejects.toThrow(/^f\.png: /);
});
