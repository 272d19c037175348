import { expect, it } from 'vitest';
import type { NdArray, RgbaImage } from '../../core/image/image.ts';
import { exampleManifest } from '../../test/example-manifest.ts';
import { stageContext } from '../../test/stage-context.ts';
import { matting } from './matting.ts';

const SIZE = 64;

/**
 * A square of 16² pixels in the middle rows. Its first column is `left`. If `left` is a multiple of 8, the
 * edges of the square are between pixels in the inputs of all sizes.
 */
const square = (left: number) => (x: number, y: number) =>
  x >= left && x < left + 16 && y >= 24 && y < 40;

/** A picture of dark squares, on white (`plain`) or on a gradient. */
function photo(squares: readonly number[], plain = true): RgbaImage {
  const data = new Uint8ClampedArray(4 * SIZE * SIZE).fill(255);
  for (let at = 0; at < SIZE * SIZE; at++) {
    const [x, y] = [at % SIZE, Math.floor(at / SIZE)];
    const dark = squares.some((left) => square(left)(x, y));
    data.fill(dark ? 30 : plain ? 250 : 120 + 2 * x, 4 * at, 4 * at + 3);
  }
  return { width: SIZE, height: SIZE, data };
}

/** Returns the source of the mask, and its first and last column. The network gives a square at `left` this alpha. */
async function cut(image: RgbaImage, left: number, alpha = 1) {
  const manifest = exampleManifest();
  manifest.stages.matting.config.size = SIZE;
  let runs = 0;
  const run = async (_: unknown, { image }: Record<string, NdArray>) => {
    // The third and the fourth pass get the photo's mirror image. The sixth pass gets the close-up's.
    const mirrored = [2, 3, 5].includes(runs);
    runs += 1;
    const size = image.shape[3];
    const inPhoto = (pixel: number) => ((pixel + 0.5) * SIZE) / size;
    const data = Float32Array.from({ length: size * size }, (_, at) => {
      const x = mirrored ? size - 1 - (at % size) : at % size;
      return square(left)(inPhoto(x), inPhoto(Math.floor(at / size))) ? alpha : 0;
    });
    return { alpha: { shape: [1, 1, size, size], data } };
  };
  const stage = await stageContext(manifest, { sessions: { run, trim: async () => undefined } });
  const { image: out, source } = await matting({ image, fileName: 'mouse.png' }, stage);
  const row = Array.from({ length: SIZE }, (_, x) => out.data[4 * (32 * SIZE + x) + 3] > 127);
  return { source, from: row.indexOf(true), to: row.lastIndexOf(true) };
}

it('the mask of a photo is the network’s', async () =>
  expect(await cut(photo([32], false), 32)).toEqual({ source: 'network', from: 32, to: 47 }));

it('a mouse on a plain background is cut out by colour if the network roughly agrees', async () =>
  expect(await cut(photo([32]), 33)).toEqual({ source: 'plain', from: 32, to: 47 }));

it('a confident network overrides the colours if another object lies on the plain background', async () =>
  expect(await cut(photo([8, 32]), 32)).toMatchObject({ source: 'network', from: 32 }));

it('a network of low confidence does not override the colours', async () =>
  expect(await cut(photo([32]), 48, 0.7)).toEqual({ source: 'plain', from: 32, to: 47 }));

it('an empty mask is the error mask-empty', async () =>
  await expect(cut(photo([], false), 32, 0.1)).rejects.toMatchObject({ code: 'mask-empty' }));

it('a photo with a plain background is not searched, even if the network has a low confidence', async () => {
  const side = 4 * SIZE;
  const data = new Uint8ClampedArray(4 * side * side).fill(250);
  for (let at = 0; at < side * side; at++) {
    const [x, y] = [at % side, Math.floor(at / side)];
    data[4 * at + 3] = 255;
    if (x >= 80 && x < 160 && y >= 90 && y < 150) data.fill(30, 4 * at, 4 * at + 3);
  }
  const manifest = exampleManifest();
  manifest.stages.matting.config.size = SIZE;
  let passes = 0;
  const run = async (_: unknown, { image: input }: Record<string, NdArray>) => {
    passes += 1;
    const size = input.shape[3];
    const alpha = Float32Array.from({ length: size * size }, (_, i) => 0.6 * +(input.data[i] < 0));
    return { alpha: { shape: [1, 1, size, size], data: alpha } };
  };
  const stage = await stageContext(manifest, { sessions: { run, trim: async () => undefined } });
  const image = { width: side, height: side, data };
  const { source } = await matting({ image, fileName: 'mouse.png' }, stage);
  expect([source, passes]).toEqual(['plain', 6]);
});
