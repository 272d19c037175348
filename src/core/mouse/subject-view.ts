import { toCamera, type Camera } from '../camera/camera.ts';
import type { RgbaImage } from '../image/image.ts';
import { KEYPOINT_NAMES, type Skeleton } from './keypoints.ts';
import { placeOnWhite } from '../image/resize.ts';

/** Nothing is enlarged or reduced by more than this: a skeleton so far off is wrong. */
const MOST = 2;

/** Errors are expected, not known: one that is told to be tiny must not count for all. */
const LEAST_ERROR = 0.02;

/** A tail hangs where it likes, and is the first that a picture leaves out. */
const TRUNK = KEYPOINT_NAMES.flatMap((name, k) => (name.startsWith('tail') ? [] : [k]));

/** Place of keypoint k in a camera's picture, −1…1. */
function seenBy(camera: Camera, xyz: Float32Array, k: number): number[] {
  const [x, y, z] = toCamera(camera, xyz, 3 * k);
  const { fx, fy, cx, cy, width, height } = camera;
  return [(2 * ((fx * x) / z + cx)) / width - 1, (2 * ((fy * y) / z + cy)) / height - 1];
}

/**
 * How much larger than in the Subject a camera sees the mouse; the middle of both pictures is the skeleton's origin.
 * Least squares over the keypoints but the tail's between their places in the Subject and their projections,
 * weights 1 / (0.02 + error)²; kept in ½…2.
 * @param camera in the skeleton's frame
 */
export function scaleToCamera({ xyz, uv, error }: Skeleton, camera: Camera): number {
  let [both, own] = [0, 0];
  for (const k of TRUNK) {
    const weight = (LEAST_ERROR + error[k]) ** -2;
    const [x, y] = seenBy(camera, xyz, k);
    const [u, v] = [uv[2 * k], uv[2 * k + 1]];
    both += weight * (u * x + v * y);
    own += weight * (u * u + v * v);
  }
  return Math.min(Math.max(both / own, 1 / MOST), MOST);
}

/** A picture's middle `scale` times as large in it, at `size`²: on white and opaque, or with its alpha. */
export function scalePicture(
  image: RgbaImage,
  scale: number,
  size: number,
  place = placeOnWhite,
): RgbaImage {
  const offset = (size / 2) * (1 - scale);
  const placement = { scale: (scale * size) / image.width, offsetX: offset, offsetY: offset };
  return place(image, placement, size, size);
}
