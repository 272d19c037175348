import { describe, expect, it } from 'vitest';
import { drawn, inEllipse, noise, type Colour } from '../../test/photos/drawn.ts';
import { asSubject, isPrepared } from './prepared.ts';

const SIDE = 96;

/** A dark mouse on a background, with other corners. */
const picture = (background: Colour, corners: Colour[] = [], [width, height] = [SIDE, SIDE]) =>
  drawn(width, height, (x, y) => {
    const right = x >= width - 8;
    const bottom = y >= height - 8;
    const corner = (x < 8 || right) && (y < 8 || bottom) ? Number(right) + 2 * Number(bottom) : 4;
    return corners[corner] ?? (inEllipse(x, y, [45, 45, 24, 16]) ? 40 : background);
  });

describe('is prepared', () => {
  it.each([
    ['on white', picture(255)],
    ['on white with noise', drawn(SIDE, SIDE, (x, y) => 255 - noise(x, y, 6))],
    ['transparent', picture([0, 0, 0, 0])],
    ['with one dark corner', picture(255, [20])],
  ])('%s', (_, image) => expect(isPrepared(image)).toBe(true));
});

describe('is not prepared', () => {
  it.each([
    ['with two dark corners', picture(255, [20, 20])],
    ['on grey', picture(246)],
    ['not square', picture(255, [], [SIDE, SIDE - 1])],
    ['on blue', picture([240, 250, 255])],
  ])('%s', (_, image) => expect(isPrepared(image)).toBe(false));
});

it('a picture of the right size is only put on white, every pixel as it was', () => {
  const image = picture(255, [20]);
  expect(asSubject(image, SIDE)).toEqual(image);
  const half = drawn(8, 8, (x) => (x < 4 ? [10, 20, 30, 255] : [10, 20, 30, 51]));
  expect([...asSubject(half, 8).data.subarray(0, 4)]).toEqual([10, 20, 30, 255]);
  expect([...asSubject(half, 8).data.subarray(28, 32)]).toEqual([206, 208, 210, 255]);
});

it('a picture of another size is resampled to it, and nothing moves', () => {
  const image = drawn(64, 64, (x, y) => (x < 32 && y < 48 ? 0 : 255));
  for (const size of [32, 128]) {
    const { width, data } = asSubject(image, size);
    const at = (x: number, y: number) =>
      data[4 * (Math.floor(y * size) * size + Math.floor(x * size))];
    expect(width).toBe(size);
    expect([at(0.4, 0.7), at(0.6, 0.7), at(0.4, 0.8)]).toEqual([0, 255, 255]);
  }
});
