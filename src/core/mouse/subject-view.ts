import { toCamera, type Camera } from '../camera/camera.ts';
import type { RgbaImage } from '../image/image.ts';
import { KEYPOINT_NAMES, type Skeleton } from './keypoints.ts';
import { placeOnWhite } from '../image/resize.ts';

/**
 * Largest factor of enlargement and of reduction. If a skeleton gives a larger factor, the skeleton is wrong.
 * Tested by subject-view.test.ts.
 */
const MAX_SCALE = 2;

/**
 * World units. This is added to each keypoint's expected error. Otherwise one keypoint with a very small
 * expected error would get all the weight.
 */
const ERROR_OFFSET = 0.02;

/**
 * Indices of all keypoints except those of the tail. A tail bends freely, and is more often outside the
 * picture than the rest of the mouse.
 */
const TRUNK = KEYPOINT_NAMES.flatMap((name, k) => (name.startsWith('tail') ? [] : [k]));

/** Position of keypoint k in a camera's picture, −1…1, x right, y down. */
function project(camera: Camera, xyz: Float32Array, k: number): number[] {
  const [x, y, z] = toCamera(camera, xyz, 3 * k);
  const { fx, fy, cx, cy, width, height } = camera;
  return [(2 * ((fx * x) / z + cx)) / width - 1, (2 * ((fy * y) / z + cy)) / height - 1];
}

/**
 * The factor by which the mouse is larger in a camera's picture than in the subject. The middle of both
 * pictures is the skeleton's origin. The factor is a least squares fit of the keypoints' projections to their
 * positions in the subject. The keypoints of the tail are left out. The weights are 1 / (0.02 + error)².
 * @param camera in the skeleton's frame
 * @returns ½…2
 */
export function scaleToCamera({ xyz, uv, error }: Skeleton, camera: Camera): number {
  let [products, squares] = [0, 0];
  for (const k of TRUNK) {
    const weight = (ERROR_OFFSET + error[k]) ** -2;
    const [x, y] = project(camera, xyz, k);
    const [u, v] = [uv[2 * k], uv[2 * k + 1]];
    products += weight * (u * x + v * y);
    squares += weight * (u * u + v * v);
  }
  return Math.min(Math.max(products / squares, 1 / MAX_SCALE), MAX_SCALE);
}

/**
 * A picture of `size`² pixels that shows `image` scaled by `scale` about its middle.
 * @param place `placeOnWhite` gives an opaque picture, white outside the image. `placeRgba` keeps the image's
 *   alpha
 */
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
