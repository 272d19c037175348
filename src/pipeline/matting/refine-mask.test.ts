import { expect, it } from 'vitest';
import { resizeBilinear } from '../../core/image/bilinear.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { resizePlanar, resizeRgba } from '../../core/image/resize.ts';
import { seededUniform } from '../../test/seeded.ts';
import { refineMask } from './refine-mask.ts';

/** A grey ellipse, with a tail of three pixels' width, on a grainy brown ground. `truth` is the mask of both. */
function scene(width: number, height: number) {
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  const truth = new Float32Array(width * height);
  const grain = seededUniform('grain', truth.length, 6);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const body = ((x - 0.4 * width) / 50) ** 2 + ((y - 0.5 * height) / 30) ** 2 < 1;
      const tail = x > 0.4 * width && x < 0.9 * width && Math.abs(y - 0.5 * height) < 1.5;
      truth[i] = body || tail ? 1 : 0;
      const colour = truth[i] ? [70, 70, 75] : [170, 140, 110];
      colour.forEach((level, c) => (data[4 * i + c] = level + grain[i]));
    }
  const image: RgbaImage = { width, height, data };
  return { image, truth };
}

const iou = (a: Float32Array, b: Float32Array) => {
  let [both, either] = [0, 0];
  a.forEach((value, i) => {
    both += Number(value > 0.5 && b[i] > 0.5);
    either += Number(value > 0.5 || b[i] > 0.5);
  });
  return both / either;
};

const [WIDTH, HEIGHT, SMALL_WIDTH, SMALL_HEIGHT] = [240, 160, 60, 40];
const { image, truth } = scene(WIDTH, HEIGHT);
const planar = (data: Float32Array<ArrayBuffer>, width: number, height: number) => ({
  width,
  height,
  channels: 1,
  data,
});
const mask = resizePlanar(planar(truth, WIDTH, HEIGHT), SMALL_WIDTH, SMALL_HEIGHT).data;
const small = resizeRgba(image, SMALL_WIDTH, SMALL_HEIGHT);

it('gives a small mask the edges of the photo, and restores a thin tail', () => {
  const bilinear = resizeBilinear(planar(mask, SMALL_WIDTH, SMALL_HEIGHT), WIDTH, HEIGHT).data;
  const refined = refineMask(mask, small, image);
  expect(iou(bilinear, truth)).toBeLessThan(0.96);
  expect(iou(refined, truth)).toBeGreaterThan(0.99);
});

it('removes pixels of low alpha, and holes', () => {
  const hazy = mask.map((value) => 0.12 + 0.76 * value);
  const refined = refineMask(hazy, small, image);
  const farFromEdge = (i: number) => [-2, -1, 1, 2].every((d) => truth[i + 8 * d] === truth[i]);
  const row = 90 * WIDTH;
  for (let i = row + 20; i < row + WIDTH - 20; i++)
    if (farFromEdge(i)) expect(refined[i]).toBe(truth[i]);
});

it('the result has the photo’s size, even if the photo is smaller than the mask', () => {
  const thumbnail = resizeRgba(image, 30, 20);
  const refined = refineMask(mask, small, thumbnail);
  expect(refined).toHaveLength(600);
  expect(refined[10 * 30 + 12]).toBe(1);
  expect(refined[0]).toBe(0);
});
