import type { Camera } from '../camera/camera.ts';

/**
 * Fields of other camera files that say the same as `w`, `h`, `fx`, `fy`, `cx`, `cy`, `w2c` and `file_path`. Beside the
 * new values they would contradict them. The masks are in the pictures now.
 */
const REPLACED = new Set([
  ...['width', 'height', 'fl_x', 'fl_y', 'K', 'intrinsic', 'intrinsics', 'camera_matrix'],
  ...['intrinsic_matrix', 'camera_angle_x', 'camera_angle_y', 'world_to_camera', 'world2cam'],
  ...['extrinsic', 'extrinsics', 'c2w', 'camera_to_world', 'cam2world', 'transform_matrix'],
  ...['rotation', 'position', 'R', 'rotation_matrix', 't', 'T', 'translation', 'tvec'],
  ...['img_name', 'mask_path'],
]);

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of a parsed object that stay. */
const kept = (value: unknown): Fields =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).filter(([key]) => !REPLACED.has(key)))
    : {};

/** A frame of the new file. */
export interface WrittenFrame {
  /** Index of the frame in the file that was read. */
  at: number;
  camera: Camera;
  /** Path of the picture, relative to the file. */
  picture: string;
}

/**
 * A camera file in the form of opencv_cameras.json. Fields that this program does not know stay as they were.
 * @param before the file that was read, parsed
 * @param added fields beside `frames`
 */
export function cameraJson(
  before: unknown,
  frames: readonly WrittenFrame[],
  added: Readonly<Fields>,
): Fields {
  const whole = isObject(before) ? before : {};
  const list: readonly unknown[] = Array.isArray(before)
    ? before
    : Array.isArray(whole.frames)
      ? whole.frames
      : [];
  const written = frames.map(({ at, camera, picture }) => {
    const { width: w, height: h, fx, fy, cx, cy, w2c } = camera;
    return {
      ...kept(list[at]),
      ...{ w, h, fx, fy, cx, cy },
      w2c: [0, 4, 8, 12].map((row) => [...w2c.subarray(row, row + 4)]),
      file_path: picture,
    };
  });
  // A file of a single frame has its fields at the top.
  const top = list.length > 0 ? kept(whole) : {};
  return { ...top, frames: written, ...added };
}
