import { quaternionOf } from '../camera/similarity.ts';

type Vector = readonly number[];

const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const normalise = (a: Vector) => a.map((value) => value / Math.hypot(...a));

/** Shape of a flat Gaussian in the plane of two vectors u and v. */
interface Surfel {
  /**
   * Natural logarithms of three standard deviations in world units: along u, perpendicular to u in the plane,
   * and perpendicular to the plane.
   */
  logScale: number[];
  /** Unit quaternion w x y z. */
  rotation: number[];
}

/**
 * The shape of the surfel that fills the parallelogram of u and v around the surfel's centre.
 * @param u not zero, world units
 * @param v not parallel to u, world units
 * @param sigma standard deviation relative to the length of u, and to the length of v's component
 *   perpendicular to u
 * @param thickness standard deviation perpendicular to the plane, world units
 */
export function surfelOf(u: Vector, v: Vector, sigma: number, thickness: number): Surfel {
  const first = normalise(u);
  const along = dot(v, first);
  const across = v.map((value, k) => value - along * first[k]);
  const second = normalise(across);
  const [a, b] = [first, second];
  const third = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  const columns = [first, second, third];
  return {
    logScale: [sigma * Math.hypot(...u), sigma * Math.hypot(...across), thickness].map(Math.log),
    rotation: quaternionOf([0, 1, 2].flatMap((row) => columns.map((column) => column[row]))),
  };
}
