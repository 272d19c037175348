import { expect } from 'vitest';
import { SH_C0, type GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';

const farthest = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));

function expectSameShape(a: GaussianCloud, b: GaussianCloud) {
  expect(a.count).toBe(b.count);
  for (const part of ['xyz', 'logScale', 'rotation'] as const)
    expect(farthest(a[part], b[part]), part).toBeLessThan(1e-4);
}

/** Two clouds that one processor made in the same way. */
export function expectSameCloud(a: GaussianCloud, b: GaussianCloud): void {
  expectSameShape(a, b);
  for (const part of ['shDc', 'opacityLogit'] as const)
    expect(farthest(a[part], b[part]), part).toBeLessThan(1e-4);
}

/**
 * Two clouds that two processors made in the same way. Colours and opacities are compared as values of 0…1. At an outline
 * a Gaussian fades over 0.005. So a position that is off by 1e-5 changes its opacity by 0.002.
 */
export function expectNearlySameCloud(a: GaussianCloud, b: GaussianCloud): void {
  expectSameShape(a, b);
  expect(SH_C0 * farthest(a.shDc, b.shDc)).toBeLessThan(1e-4);
  const [first, second] = [a, b].map(({ opacityLogit }) => opacityLogit.map(sigmoid));
  expect(farthest(first, second)).toBeLessThan(5e-3);
}
