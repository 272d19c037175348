import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { toCamera, type Camera } from './camera.ts';

/** At most so many Gaussians are looked at. A part of a splat that none of them hits is not worth a picture. */
const SAMPLES = 20_000;

/** A splat that is smaller than this in both directions is a dot, pixels. */
const DOT = 4;

/** Whether the centres of the Gaussians cover more than a dot of the camera's picture. */
export function sees(
  camera: Camera,
  { xyz, count }: Pick<GaussianCloud, 'xyz' | 'count'>,
): boolean {
  const { width, height, fx, fy, cx, cy } = camera;
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  const step = Math.max(1, Math.floor(count / SAMPLES));
  for (let i = 0; i < count; i += step) {
    const [x, y, z] = toCamera(camera, xyz, 3 * i);
    if (z <= 0) continue;
    const [u, v] = [(fx * x) / z + cx, (fy * y) / z + cy];
    if (u < 0 || v < 0 || u > width || v > height) continue;
    [left, right] = [Math.min(left, u), Math.max(right, u)];
    [top, bottom] = [Math.min(top, v), Math.max(bottom, v)];
  }
  // A single Gaussian has no extent between centres, but it may be large.
  return count === 1 ? right >= left : Math.max(right - left, bottom - top) >= DOT;
}
