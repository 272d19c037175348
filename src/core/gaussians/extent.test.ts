import { expect, it } from 'vitest';
import { extentOf } from './extent.ts';

const cloud = (...points: number[][]) => ({
  xyz: Float32Array.from(points.flat()),
  count: points.length,
});

it('contains the Gaussians of all clouds', () => {
  const { middle, radius } = extentOf([cloud([0, 0, 0], [2, 0, 0]), cloud([0, 0, 4], [2, 2, 4])]);
  expect(middle).toEqual([1, 1, 2]);
  expect(radius).toBeCloseTo(Math.hypot(1, 1, 2), 6);
});

it('is not enlarged by a few floaters', () => {
  const points = Array.from({ length: 1000 }, (_, i) => [i / 1000, 0, 0]);
  points[500] = [900, 0, 0];
  points[501] = [-900, 0, 0];
  const { middle, radius } = extentOf([cloud(...points)]);
  expect(middle[0]).toBeCloseTo(0.5, 1);
  expect(radius).toBeLessThan(0.51);
});

it('has a size also for a single Gaussian', () => {
  expect(extentOf([cloud([3, 2, 1])])).toEqual({ middle: [3, 2, 1], radius: 1 });
});
