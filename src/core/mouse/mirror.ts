import type { Rig } from '../camera/camera.ts';
import { OPPOSITE, type Skeleton } from './keypoints.ts';

/** The animal as it is of one seen in a mirror: x of space and of the picture turned round, left and right exchanged. */
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
 * Which view of a ring shows, mirrored, what each view shows once x of space is turned round; null where the ring's
 * mirror image is another ring.
 */
export function mirrorViews(rig: Rig): number[] | null {
  if (!('azimuthsDeg' in rig)) return null;
  const turn = (degrees: number) => ((degrees % 360) + 360) % 360;
  const views = rig.azimuthsDeg.map((azimuth) =>
    rig.azimuthsDeg.findIndex((other) => turn(other) === turn(180 - azimuth)),
  );
  return views.includes(-1) ? null : views;
}
