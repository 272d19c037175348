import { named } from '../../../quoted.ts';
import type { CameraEntry } from '../entry.ts';
import { matrixFrom } from '../pose.ts';
import type { ColmapLens } from './lens.ts';

/** One image of a model. */
export interface ColmapImage {
  /** Quaternion w, x, y, z and translation of the pose, world to camera. */
  pose: readonly number[];
  camera: string;
  picture: string;
}

/** The rotation of a quaternion w, x, y, z, row-major. */
function rotationOf(q: readonly number[]): number[] {
  const norm = Math.hypot(...q);
  const [w, x, y, z] = q.map((value) => value / norm);
  return [
    ...[1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
    ...[2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
    ...[2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
  ];
}

/**
 * The entry of an image.
 * @param lenses by the number of the camera
 * @returns a text that says why it cannot be used
 */
export function colmapEntry(
  { pose, camera, picture }: ColmapImage,
  lenses: ReadonlyMap<string, ColmapLens>,
): CameraEntry | string {
  const quaternion = pose.slice(0, 4);
  if (!pose.every(Number.isFinite) || Math.hypot(...quaternion) < 1e-6)
    return `image ${named(picture)} has no pose`;
  const lens = lenses.get(camera);
  if (!lens)
    return `image ${named(picture)} names camera ${named(camera)}, which is not among the cameras`;
  return { ...lens, w2c: matrixFrom(rotationOf(quaternion), pose.slice(4, 7)), picture };
}
