import { expect, it } from 'vitest';
import { surfelOf } from './surfel.ts';

/** A vector rotated by a unit quaternion w x y z: v + 2·w·(q × v) + 2·q × (q × v). */
function rotatedBy([w, ...q]: number[], v: number[]): number[] {
  const cross = (a: number[], b: number[]) =>
    [0, 1, 2].map((k) => a[(k + 1) % 3] * b[(k + 2) % 3] - a[(k + 2) % 3] * b[(k + 1) % 3]);
  const once = cross(q, v);
  const twice = cross(q, once);
  return v.map((value, k) => value + 2 * w * once[k] + 2 * twice[k]);
}

it('a surfel lies in the plane of u and v, with sizes in proportion to the lengths of u and v', () => {
  const { logScale, rotation } = surfelOf([0, 0, 2], [0, 3, 1], 0.5, 0.01);
  expect(logScale.map(Math.exp)).toEqual([1, 1.5, 0.01].map((v) => expect.closeTo(v, 9)));
  const axes = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ].map((axis) => rotatedBy(rotation, axis));
  expect(axes[0]).toEqual([0, 0, 1].map((v) => expect.closeTo(v, 9)));
  expect(axes[1]).toEqual([0, 1, 0].map((v) => expect.closeTo(v, 9)));
  expect(axes[2].map(Math.abs)).toEqual([1, 0, 0].map((v) => expect.closeTo(v, 9)));
});
