import { describe, expect, it } from 'vitest';
import { drawn, noise } from '../../test/photos/drawn.ts';
import { resizeOpenCv } from './opencv-resize.ts';
import { roundEven, weightsAt } from './opencv-taps.ts';
import { warpOpenCv } from './opencv-warp.ts';

/** src/core/preprocess/recorded.test.ts compares with OpenCV. */
const image = drawn(13, 9, (x, y) => [noise(x, y, 255), 20 * y, 10 * x, 255 - noise(y, x, 99)]);
const kernels = ['lanczos4', 'linear'] as const;

it('rounds halves to the even number', () => {
  expect([0.5, 1.5, 2.5, -0.5, -1.5, 1.4, 1.6].map(roundEven)).toEqual([0, 2, 2, -0, -2, 1, 2]);
});

describe.each(kernels)('%s', (kernel) => {
  it('has weights that sum to 1, and are symmetric', () => {
    for (let i = 0; i < 32; i++) {
      const weights = weightsAt(kernel, i / 32);
      expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
      const mirrored = weightsAt(kernel, 1 - i / 32).toReversed();
      if (i > 0) weights.forEach((weight, k) => expect(weight).toBeCloseTo(mirrored[k], 6));
    }
  });

  it('moves a picture by whole pixels, and fills the rest with the colour outside', () => {
    const beyond = [255, 250, 245, 0];
    const { data } = warpOpenCv(image, { scale: 1, offset: [2, -1] }, 15, beyond, kernel);
    for (let y = 0; y < 15; y++)
      for (let x = 0; x < 15; x++) {
        const isInside = x >= 2 && y < 8;
        const from = 4 * (13 * (y + 1) + x - 2);
        const wanted = isInside ? [...image.data.subarray(from, from + 4)] : beyond;
        const found = [...data.subarray(4 * (15 * y + x), 4 * (15 * y + x) + 4)];
        found.forEach((value, c) => expect(Math.abs(value - wanted[c])).toBeLessThanOrEqual(1));
      }
  });

  it('resizes to the same size without a change, and a part as the whole', () => {
    const whole = { x: 0, y: 0, width: 13, height: 9 };
    expect(resizeOpenCv(image, image, whole, kernel)).toEqual(image);
    const size = { width: 30, height: 17 };
    const all = resizeOpenCv(image, size, { x: 0, y: 0, ...size }, kernel);
    const part = resizeOpenCv(image, size, { x: 11, y: 5, width: 7, height: 3 }, kernel);
    for (let y = 0; y < 3; y++) {
      const from = 4 * (30 * (y + 5) + 11);
      expect([...part.data.subarray(28 * y, 28 * (y + 1))]).toEqual([
        ...all.data.subarray(from, from + 28),
      ]);
    }
  });
});
