import { expect, test } from 'vitest';
import { resizeBilinear } from './bilinear.ts';

/**
 * Output height, output width, and the first fourteen output numbers of torch 2.15's
 * interpolate(mode='bilinear', align_corners=False).
 */
const RECORDED: [number, number, number[]][] = [
  [5, 7, [0, 37, 74, 10, 47, 84, 20, 57, 94, 30, 67, 3, 40, 77]],
  [
    10,
    9,
    [
      0, 24.6667, 53.4444, 59.7778, 10, 38.7778, 67.5556, 62.6667, 20, 14.25, 38.9167, 56.4722,
      54.3889, 24.25,
    ],
  ],
  [
    3,
    4,
    [
      32.875, 55.5417, 31.9167, 50.375, 26.875, 79, 55.375, 57, 41.9167, 77.2083, 53.5833, 46.7917,
      56.9583, 45.9583,
    ],
  ],
];

test.each(RECORDED)('resizes to %i rows of %i pixels as torch does', (height, width, expected) => {
  const data = Float32Array.from({ length: 70 }, (_, i) => (i * 37) % 101);
  const out = resizeBilinear({ width: 7, height: 5, channels: 2, data }, width, height);
  expect(out.data).toHaveLength(2 * width * height);
  expected.forEach((value, i) => expect(out.data[i]).toBeCloseTo(value, 3));
});
