import { toCamera, toWorld, type Camera } from '../camera/camera.ts';
import type { Placement } from '../image/resize.ts';
import type { Skeleton } from '../mouse/keypoints.ts';
import { scaleToCamera } from '../mouse/subject-view.ts';
import type { MovedKeypoint } from './corrections.ts';

/** Position of a moved keypoint in the subject, −1…1. @param size side of the subject, pixels */
export const uvOf = (
  { x, y }: Pick<MovedKeypoint, 'x' | 'y'>,
  { scale, offsetX, offsetY }: Placement,
  size: number,
): [number, number] => [
  (2 * (scale * x + offsetX)) / size - 1,
  (2 * (scale * y + offsetY)) / size - 1,
];

/** Position in the photo of a position in the subject. The inverse of `uvOf`. */
export const inPhoto = (
  u: number,
  v: number,
  { scale, offsetX, offsetY }: Placement,
  size: number,
): { x: number; y: number } => ({
  x: (((u + 1) / 2) * size - offsetX) / scale,
  y: (((v + 1) / 2) * size - offsetY) / scale,
});

/**
 * The skeleton with keypoints where a person put them. A moved keypoint keeps its depth, as the photo's camera sees it.
 * It is moved to the point of that depth which the camera shows at the new position. All other keypoints stay.
 * @param placement subject pixel = photo pixel · scale + offset
 * @param size side of the subject, pixels
 * @param camera of the photo, in the skeleton's frame
 */
export function withMoved(
  skeleton: Skeleton,
  moved: readonly MovedKeypoint[],
  { placement, size, camera }: { placement: Placement; size: number; camera: Camera },
): Skeleton {
  const scale = scaleToCamera(skeleton, camera);
  const [xyz, uv] = [skeleton.xyz.slice(), skeleton.uv.slice()];
  for (const each of moved) {
    const k = each.keypoint;
    const position = uvOf(each, placement, size);
    const [, , depth] = toCamera(camera, skeleton.xyz, 3 * k);
    const pixel = [
      ((scale * position[0] + 1) / 2) * camera.width,
      ((scale * position[1] + 1) / 2) * camera.height,
    ];
    uv.set(position, 2 * k);
    xyz.set(toWorld(camera, pixel, depth), 3 * k);
  }
  return { ...skeleton, xyz, uv };
}
