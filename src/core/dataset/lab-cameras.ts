import type { Camera } from '../camera/camera.ts';
import { axisOf } from '../camera/meeting-point.ts';

/** Angle of view that the lab's script writes, degrees. */
const LAB_FOV_DEG = 50;

/** Mean distance of the cameras from the origin after the lab's scaling, world units. */
const LAB_DISTANCE = 2.7;

/**
 * The lens that the lab's script writes in place of the camera's own: 50° of view, and the middle of the picture.
 * @param camera of a square picture
 */
export function withLabLens(camera: Camera): Camera {
  const half = camera.width / 2;
  const f = half / Math.tan(((LAB_FOV_DEG / 2) * Math.PI) / 180);
  return { ...camera, fx: f, fy: f, cx: half, cy: half };
}

/** The factor of lengths with which cameras have the lab's mean distance from the origin: 2.7 / mean |Rᵀt|. */
export function labScale(cameras: readonly Camera[]): number {
  const sum = cameras.reduce((total, { w2c }) => total + Math.hypot(...axisOf(w2c).centre), 0);
  return (LAB_DISTANCE * cameras.length) / sum;
}

/** A camera in a world whose lengths are multiplied by a factor. */
export function withScaledWorld(camera: Camera, factor: number): Camera {
  const w2c = camera.w2c.slice();
  for (const at of [3, 7, 11]) w2c[at] *= factor;
  return { ...camera, w2c };
}
