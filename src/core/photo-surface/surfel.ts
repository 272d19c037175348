import { quaternionOf } from '../camera/similarity.ts';

type Vector = readonly number[];

const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const unit = (a: Vector) => a.map((value) => value / Math.hypot(...a));

/** A flat Gaussian in the plane of two vectors, neither zero nor parallel. */
export interface Surfel {
  /** Natural logarithms of the standard deviations: along u, across it in the plane, across the plane. */
  logScale: number[];
  /** Unit quaternion w x y z. */
  rotation: number[];
}

/**
 * The surfel that fills the parallelogram of u and v about its centre.
 * @param sigma standard deviation in lengths of u, and of v's part across u
 * @param thickness the same across the plane, world units
 */
export function surfelOf(u: Vector, v: Vector, sigma: number, thickness: number): Surfel {
  const first = unit(u);
  const along = dot(v, first);
  const across = v.map((value, k) => value - along * first[k]);
  const second = unit(across);
  const [a, b] = [first, second];
  const third = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  const columns = [first, second, third];
  return {
    logScale: [sigma * Math.hypot(...u), sigma * Math.hypot(...across), thickness].map(Math.log),
    rotation: quaternionOf([0, 1, 2].flatMap((row) => columns.map((column) => column[row]))),
  };
}
