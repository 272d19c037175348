import type { GaussianCloud } from './gaussian-cloud.ts';

/** Where most Gaussians of some clouds are. */
export interface Extent {
  /** World units. */
  middle: number[];
  /** Half the diagonal of the box around them, world units. Above 0. */
  radius: number;
}

/** This fraction of the Gaussians is left out at both ends of each axis: floaters would make the box too large. */
const LEFT_OUT = 0.01;

/** At most so many Gaussians of each cloud are looked at. */
const SAMPLES = 20_000;

/**
 * The middle and the size of the box that contains most Gaussians of all clouds together. Gaussians that are nearly
 * transparent count as others do.
 * @param clouds none of them empty
 */
export function extentOf(clouds: readonly Pick<GaussianCloud, 'xyz' | 'count'>[]): Extent {
  const ends = [0, 1, 2].map((axis) => {
    const ranges = clouds.map(({ xyz, count }) => {
      const step = Math.max(1, Math.floor(count / SAMPLES));
      const values = new Float32Array(Math.ceil(count / step));
      for (let i = 0; i < values.length; i++) values[i] = xyz[3 * i * step + axis];
      values.sort();
      const skip = Math.floor(LEFT_OUT * values.length);
      return [values[skip], values[values.length - 1 - skip]];
    });
    return [
      Math.min(...ranges.map(([least]) => least)),
      Math.max(...ranges.map(([, most]) => most)),
    ];
  });
  const middle = ends.map(([least, most]) => (least + most) / 2);
  const radius = Math.hypot(...ends.map(([least, most]) => (most - least) / 2));
  return { middle, radius: radius > 0 ? radius : 1 };
}
