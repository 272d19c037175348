import type { Rig } from '../camera/rig.ts';
import { OPPOSITE, type Skeleton } from './keypoints.ts';

/**
 * The skeleton of the mirrored mouse. The x coordinates of `xyz`, `uv` and `up` change sign, and left and
 * right keypoints are exchanged. Mirroring twice restores the skeleton.
 */
export function mirrorSkeleton({ xyz, uv, error, up }: Skeleton): Skeleton {
  const swap = (values: Float32Array, width: number) =>
    values.map((_, i) => {
      const value = values[width * OPPOSITE[Math.floor(i / width)] + (i % width)];
      return width > 1 && i % width === 0 ? -value : value;
    });
  return {
    xyz: swap(xyz, 3),
    uv: swap(uv, 2),
    error: swap(error, 1),
    ...(up && { up: Float32Array.of(-up[0], up[1], up[2]) }),
  };
}

/**
 * Per view of a ring, the index of its mirror view: the view at azimuth 180° − azimuth. A view shows the
 * mirrored mouse as the mirror image of what the mirror view shows of the mouse. Null if a mirror view is
 * missing, or the rig is not a ring.
 */
export function mirrorViews(rig: Rig): number[] | null {
  if (!('azimuthsDeg' in rig)) return null;
  const normalise = (degrees: number) => ((degrees % 360) + 360) % 360;
  const views = rig.azimuthsDeg.map((azimuth) =>
    rig.azimuthsDeg.findIndex((other) => normalise(other) === normalise(180 - azimuth)),
  );
  return views.includes(-1) ? null : views;
}
