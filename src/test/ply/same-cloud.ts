import { expect } from 'vitest';
import { SH_C0, type GaussianCloud } from '../../core/gaussians/gaussian-cloud.ts';

const SHAPE_PARTS = ['xyz', 'logScale', 'rotation'] as const;
const ALL_PARTS = [...SHAPE_PARTS, 'shDc', 'opacityLogit'] as const;

const farthest = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));

/** Two clouds with the same Gaussians in the same order, to 1e-4 in each part. */
export function expectSameCloud(
  a: GaussianCloud,
  b: GaussianCloud,
  parts: readonly (typeof ALL_PARTS)[number][] = ALL_PARTS,
): void {
  expect(a.count).toBe(b.count);
  for (const part of parts) expect(farthest(a[part], b[part]), part).toBeLessThan(1e-4);
}

/**
 * The same for clouds with photo surfaces, of two processors. Colours and opacities are compared as values of 0…1. At an
 * outline a Gaussian fades over 0.005. So a position that is off by 1e-5 changes its opacity by 0.002.
 */
export function expectSameSurfaces(a: GaussianCloud, b: GaussianCloud): void {
  expectSameCloud(a, b, SHAPE_PARTS);
  expect(SH_C0 * farthest(a.shDc, b.shDc)).toBeLessThan(1e-4);
  const [first, second] = [a, b].map(({ opacityLogit }) => opacityLogit.map(sigmoid));
  expect(farthest(first, second)).toBeLessThan(5e-3);
}
