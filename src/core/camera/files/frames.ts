import { naturally } from '../../natural-order.ts';
import { DISTORTION_KEYS } from './coefficients.ts';
import type { CameraEntry } from './entry.ts';
import { entriesFrom } from './frame.ts';
import { hasPose } from './pose.ts';
import { isObject, type Fields } from './values.ts';

/** Values outside the frames that hold for all frames, as nerfstudio and Blender write them. */
const SHARED = [
  ...['w', 'h', 'width', 'height', 'image_width', 'image_height', 'fx', 'fy', 'fl_x', 'fl_y'],
  ...['cx', 'cy', 'K', 'camera_angle_x', 'camera_angle_y', ...DISTORTION_KEYS],
];

/** The values of an object in natural order of their keys. The key becomes a value of each frame. */
const byName = (frames: Fields, key: 'file_path' | 'name'): unknown[] =>
  Object.entries(frames)
    .sort(([a], [b]) => naturally(a, b))
    .map(([name, frame]) => (isObject(frame) ? { [key]: name, ...frame } : frame));

/** The cameras of an object with one camera per name, as multiview_calib writes it. Null if it is something else. */
function namedCameras(json: Fields): unknown[] | null {
  const cameras = Object.entries(json).filter(([, value]) => isObject(value));
  const isRig = cameras.some(([, value]) => isObject(value) && hasPose(value));
  return isRig ? byName(Object.fromEntries(cameras), 'name') : null;
}

/** The frames of a file: a list, an object with one camera per name, or a single camera. Null if there are none. */
function framesOf(json: unknown): unknown[] | null {
  if (Array.isArray(json)) return json;
  if (!isObject(json)) return null;
  const { frames = json.cameras } = json;
  if (frames === undefined) return hasPose(json) ? [json] : namedCameras(json);
  if (Array.isArray(frames)) return frames;
  return isObject(frames) ? byName(frames, json.frames === undefined ? 'name' : 'file_path') : null;
}

const sharedIn = (json: unknown): Fields =>
  isObject(json)
    ? Object.fromEntries(Object.entries(json).filter(([key]) => SHARED.includes(key)))
    : {};

/** The cameras in a parsed JSON file of any form in docs/formats.md. A text says why there are none. */
export function entriesOf(json: unknown): CameraEntry[] | string {
  const frames = framesOf(json);
  if (!frames) return 'there is no list of frames';
  if (frames.length === 0) return 'the list of frames is empty';
  return entriesFrom(frames, { shared: sharedIn(json), noun: 'frame' });
}
