import type { Camera } from './camera.ts';
import { distort, isOneToOne, undistort, type Distortion } from './distortion.ts';
import type { Lens } from './square-view.ts';

/** How a camera differs from a pinhole camera. */
export interface LensModel {
  distortion?: Distortion;
  /** The second number of the camera matrix K, pixels. Absent: 0. */
  skew?: number;
}

/** Directions beyond the frame's border by this factor are still computed. Polynomials go wrong farther outside. */
const MARGIN = 1.1;

/** Steps from the middle of a frame to its corner. */
const FINE = 64;

/** So many points of each side of a frame are looked at. */
const SIDE_POINTS = 16;

/** Pixel positions on the border of a frame. */
function borderOf({ width, height }: Camera): [number, number][] {
  const part = Array.from({ length: SIDE_POINTS + 1 }, (_, i) => i / SIDE_POINTS);
  return part.flatMap((t): [number, number][] => [
    ...([
      [t * width, 0],
      [t * width, height],
    ] as [number, number][]),
    ...([
      [0, t * height],
      [width, t * height],
    ] as [number, number][]),
  ]);
}

/**
 * The direction that a lens draws at a pixel position, as x/z and y/z.
 * @returns null if the lens draws none there
 */
export function directionAt(
  { fx, fy, cx, cy }: Camera,
  { distortion, skew = 0 }: LensModel,
  [px, py]: readonly [number, number],
): [number, number] | null {
  const v = (py - cy) / fy;
  const u = (px - cx - skew * v) / fx;
  return distortion ? undistort(distortion, u, v) : [u, v];
}

/** The largest radius up to which the model of a lens is one-to-one, if it is not so up to the border of the frame. */
function farthest({ width, height, fx, fy }: Camera, distortion: Distortion): number {
  const corner = Math.hypot(width / fx, height / fy);
  let radius = 0;
  for (let step = 1; step <= FINE; step++) {
    const next = (corner * step) / FINE;
    if (!isOneToOne(distortion, next, 0)) break;
    radius = next;
  }
  return radius;
}

/** The lens of a camera, for `viewOfFrame`. Undefined if it is a pinhole camera. */
export function lensOf(camera: Camera, model: LensModel | undefined): Lens | undefined {
  if (!model || (!model.distortion && !model.skew)) return undefined;
  const { distortion, skew = 0 } = model;
  const border = borderOf(camera)
    .map((at) => directionAt(camera, model, at))
    .filter((direction) => direction !== null);
  const limit =
    border.length > 0
      ? MARGIN * Math.max(...border.map(([x, y]) => Math.hypot(x, y)))
      : farthest(camera, distortion ?? []);
  const shear = skew / camera.fx;
  return (x, y) => {
    if (!(Math.hypot(x, y) <= limit)) return [NaN, NaN];
    const [u, v] = distortion ? distort(distortion, x, y) : [x, y];
    return [u + shear * v, v];
  };
}
