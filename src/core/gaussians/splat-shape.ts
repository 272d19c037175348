import type { GaussianCloud } from './gaussian-cloud.ts';

/** Where a splat is, and where it stands. World units, Z up. */
export interface SplatShape {
  /** Middle of the box that contains nearly all that one can see. */
  middle: readonly [number, number, number];
  /** Half the box's lengths along the three axes. */
  half: readonly [number, number, number];
  /** Height of the floor: nearly all that one can see is above it. */
  floor: number;
  /** Distance from the middle, along the floor, within which nearly all is that one can see. */
  reach: number;
}

/** A Gaussian with a lower opacity logit is left out: it is hardly visible. */
const LOGIT_MIN = -1;
/** Part of the Gaussians that may be outside at each end: floaters. */
const LEFT_OUT = 0.002;
/** At most about so many Gaussians are looked at. */
const SAMPLES = 50_000;

/** The shape of a splat. If all its Gaussians are nearly transparent, all count. */
export function shapeOf({ xyz, count, opacityLogit }: GaussianCloud): SplatShape {
  const step = Math.max(1, Math.floor(count / SAMPLES));
  const all = Array.from({ length: Math.ceil(count / step) }, (_, k) => k * step);
  const visible = all.filter((i) => opacityLogit[i] >= LOGIT_MIN);
  const among = visible.length > 0 ? visible : all;
  const skip = Math.floor(LEFT_OUT * among.length);
  /** The least and the largest value but for floaters. */
  const ends = (valueOf: (index: number) => number): [number, number] => {
    const values = Float32Array.from(among, valueOf).sort();
    return [values[skip] ?? 0, values[values.length - 1 - skip] ?? 0];
  };
  const [x, y, z] = [0, 1, 2].map((axis) => ends((i) => xyz[3 * i + axis]));
  const middleOf = ([least, most]: [number, number]) => (least + most) / 2;
  const halfOf = ([least, most]: [number, number]) => (most - least) / 2;
  const middle = [middleOf(x), middleOf(y), middleOf(z)] as const;
  const [, reach] = ends((i) => Math.hypot(xyz[3 * i] - middle[0], xyz[3 * i + 1] - middle[1]));
  return { middle, half: [halfOf(x), halfOf(y), halfOf(z)], floor: z[0], reach };
}
