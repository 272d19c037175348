import { expect, it } from 'vitest';
import { emptyCloud } from '../../src/core/gaussians/gaussian-cloud.ts';
import { splitCloud } from './clouds.ts';

/** A Gaussian whose longest axis is x, turned by 90° about z. So it is longest along y. */
const parent = {
  ...emptyCloud(1),
  xyz: new Float32Array([1, 2, 3]),
  logScale: new Float32Array([0.5, 0.1, 0.02].map(Math.log)),
  rotation: new Float32Array([Math.SQRT1_2, 0, 0, Math.SQRT1_2]),
};

it('splits a Gaussian into a mixture of the same mean and covariance', () => {
  const count = 20_000;
  const { xyz, logScale } = splitCloud(parent, count);
  const varianceOfOne = [1, 0, 2].map((k) => Math.exp(2 * logScale[k]));
  [0.1, 0.5, 0.02].forEach((sigma, k) => {
    const values = Array.from({ length: count }, (_, i) => xyz[3 * i + k]);
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    const variance =
      values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count + varianceOfOne[k];
    expect(Math.abs(mean - parent.xyz[k])).toBeLessThan(0.03 * sigma);
    expect(Math.sqrt(variance) / sigma).toBeCloseTo(1, 1);
  });
});

it('gives the same cloud for the same seed, and another cloud for another seed', () => {
  expect(splitCloud(parent, 50)).toEqual(splitCloud(parent, 50));
  expect(splitCloud(parent, 50, 5).xyz).not.toEqual(splitCloud(parent, 50).xyz);
});
