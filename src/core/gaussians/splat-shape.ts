import { extentOf } from './extent.ts';
import type { GaussianCloud } from './gaussian-cloud.ts';

/** Where a splat is, and where it stands. World units, Z up. */
export interface SplatShape {
  /** Middle of the box that contains most Gaussians. */
  middle: readonly [number, number, number];
  /** Half the box's lengths along the three axes. */
  half: readonly [number, number, number];
  /** Height of the floor: nearly all that one can see is above it. */
  floor: number;
  /** Radius around the middle that contains nearly all that one can see, along the floor. */
  reach: number;
}

/** A Gaussian with a lower opacity logit is left out: it is hardly visible. */
const LOGIT_MIN = -1;
/** Part of the Gaussians that may be below the floor, or outside the radius: floaters. */
const LEFT_OUT = 0.002;
/** At most so many Gaussians are looked at. */
const SAMPLES = 50_000;

/** The shape of a splat. If all its Gaussians are nearly transparent, all count. */
export function shapeOf(cloud: GaussianCloud): SplatShape {
  const { middle, half } = extentOf([cloud]);
  const { xyz, count, opacityLogit } = cloud;
  const step = Math.max(1, Math.floor(count / SAMPLES));
  const among: number[] = [];
  for (let i = 0; i < count; i += step) if (opacityLogit[i] >= LOGIT_MIN) among.push(i);
  if (among.length === 0) for (let i = 0; i < count; i += step) among.push(i);
  const heights = Float32Array.from(among, (i) => xyz[3 * i + 2]).sort();
  const distances = Float32Array.from(among, (i) =>
    Math.hypot(xyz[3 * i] - middle[0], xyz[3 * i + 1] - middle[1]),
  ).sort();
  const skip = Math.floor(LEFT_OUT * among.length);
  return {
    middle,
    half,
    floor: heights[skip],
    reach: distances[distances.length - 1 - skip],
  };
}
