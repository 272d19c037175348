import { inverseOf } from './files/pose.ts';

/** A ray: where it begins, and its unit direction, world units. */
export interface Axis {
  centre: number[];
  direction: number[];
}

/** The optical axis of a world-to-camera matrix. */
export function axisOf(w2c: ArrayLike<number>): Axis {
  const c2w = inverseOf(Array.from(w2c));
  return { centre: [c2w[3], c2w[7], c2w[11]], direction: [c2w[2], c2w[6], c2w[10]] };
}

/**
 * The point that is nearest to all axes (least squares). Null if all axes are parallel.
 * The sum over the axes of (1 − d dᵀ) (x − c) is 0.
 */
export function meetingPoint(axes: readonly Axis[]): number[] | null {
  const a = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  const b = [0, 0, 0];
  for (const { centre, direction: d } of axes)
    for (let i = 0; i < 3; i++)
      for (let k = 0; k < 3; k++) {
        const value = Number(i === k) - d[i] * d[k];
        a[3 * i + k] += value;
        b[i] += value * centre[k];
      }
  const minor = (i: number, k: number) => {
    const [r1, r2] = [0, 1, 2].filter((row) => row !== i);
    const [c1, c2] = [0, 1, 2].filter((column) => column !== k);
    return a[3 * r1 + c1] * a[3 * r2 + c2] - a[3 * r1 + c2] * a[3 * r2 + c1];
  };
  const determinant = a[0] * minor(0, 0) - a[1] * minor(0, 1) + a[2] * minor(0, 2);
  if (Math.abs(determinant) < 1e-9 * axes.length ** 3) return null;
  // The matrix is symmetric, so its adjugate is, too.
  return [0, 1, 2].map(
    (i) =>
      [0, 1, 2].reduce((sum, k) => sum + (-1) ** (i + k) * minor(i, k) * b[k], 0) / determinant,
  );
}
