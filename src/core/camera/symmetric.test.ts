import { expect, it } from 'vitest';
import { eigenvectorsOf } from './symmetric.ts';

it('finds the eigenvectors of a symmetric matrix, by ascending eigenvalues', () => {
  const m = [4, 1, -2, 1, 2, 0, -2, 0, 3];
  const vectors = eigenvectorsOf(m);
  const values = vectors.map((v) => {
    expect(Math.hypot(...v)).toBeCloseTo(1, 12);
    const product = [0, 1, 2].map(
      (i) => m[3 * i] * v[0] + m[3 * i + 1] * v[1] + m[3 * i + 2] * v[2],
    );
    const value = product.reduce((sum, part, i) => sum + part * v[i], 0);
    product.forEach((part, i) => expect(part).toBeCloseTo(value * v[i], 12));
    return value;
  });
  expect(values).toEqual(values.toSorted((a, b) => a - b));
  expect(values.reduce((sum, value) => sum + value)).toBeCloseTo(9, 12);
});

it('takes a diagonal matrix as it is', () => {
  expect(eigenvectorsOf([3, 0, 0, 0, 1, 0, 0, 0, 2])).toEqual([
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
  ]);
});
