import { BONES, KEYPOINT_NAMES, type Skeleton } from './keypoints.ts';
import type { Placement } from '../image/resize.ts';
import { uprightPoints } from '../camera/upright.ts';

/** The content of `pose.json`. Users' scripts rely on its names and meaning. */
interface PoseFile {
  format: 'mouse-facelift-pose';
  version: 1;
  /** File name of the photo. */
  photo: string;
  /** Id of the pack's rig. */
  rig: string;
  /**
   * Unit vector against gravity in the rig's frame. Absent if the rig stands upright. The smallest rotation
   * that takes this vector to Z also takes the rig's cameras into the cloud's world.
   */
  up?: number[];
  keypoints: {
    name: string;
    /** Position in the cloud's world: Z up, body length about 1, origin near the body's centre. */
    xyz: number[];
    /** Expected distance from the truth, in the units of `xyz`. */
    error: number;
    /** Position in the photo, pixels: x right, y down, (0, 0) is the top left corner. */
    photo: number[];
  }[];
  /** Pairs of keypoint names that a drawing joins by lines. */
  bones: string[][];
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));

/**
 * The content of `pose.json`.
 * @param placement position of the photo in the subject: subject pixel = photo pixel · scale + offset
 * @param names `photo`: file name of the photo. `rig`: id of the rig. `subjectSize`: side in pixels of the
 *   subject to which `uv` refers
 */
export function poseFile(
  { xyz, uv, error, up }: Skeleton,
  { scale, offsetX, offsetY }: Placement,
  { photo, rig, subjectSize }: { photo: string; rig: string; subjectSize: number },
): PoseFile {
  const inPhoto = (at: number, offset: number) =>
    round((((at + 1) / 2) * subjectSize - offset) / scale, 2);
  const inWorld = uprightPoints(xyz, up);
  return {
    format: 'mouse-facelift-pose',
    version: 1,
    photo,
    rig,
    ...(up && { up: Array.from(up, (value) => round(value, 7)) }),
    keypoints: KEYPOINT_NAMES.map((name, k) => ({
      name,
      xyz: Array.from(inWorld.subarray(3 * k, 3 * k + 3), (value) => round(value, 5)),
      error: round(error[k], 5),
      photo: [inPhoto(uv[2 * k], offsetX), inPhoto(uv[2 * k + 1], offsetY)],
    })),
    bones: BONES.map((bone) => bone.map((k) => KEYPOINT_NAMES[k])),
  };
}
