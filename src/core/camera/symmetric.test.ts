import { expect, it } from 'vitest';
import { eigenOf } from './symmetric.ts';

it('finds the eigenvalues and eigenvectors of a symmetric matrix', () => {
  const m = [4, 1, -2, 1, 2, 0, -2, 0, 3];
  const { values, vectors } = eigenOf(m);
  vectors.forEach((v, n) => {
    expect(Math.hypot(...v)).toBeCloseTo(1, 12);
    [0, 1, 2].forEach((i) => {
      const product = m[3 * i] * v[0] + m[3 * i + 1] * v[1] + m[3 * i + 2] * v[2];
      expect(product).toBeCloseTo(values[n] * v[i], 12);
    });
  });
  expect(values[0]).toBeLessThan(values[1]);
  expect(values[1]).toBeLessThan(values[2]);
  expect(values.reduce((sum, value) => sum + value)).toBeCloseTo(9, 12);
});

it('takes a diagonal matrix as it is', () => {
  expect(eigenOf([3, 0, 0, 0, 1, 0, 0, 0, 2])).toEqual({
    values: [1, 2, 3],
    vectors: [
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ],
  });
});
