import { naturally } from '../../natural-order.ts';
import type { CameraEntry } from './entry.ts';
import { lensOf, sizeOf } from './lens.ts';
import { poseOf } from './pose.ts';
import { isObject, type Fields } from './values.ts';

/** Largest number of cameras in a file. A turntable has 150. */
const MAX_FRAMES = 10_000;

/** Values outside the frames that hold for all frames, as nerfstudio and Blender write them. */
const SHARED = [
  ...['w', 'h', 'width', 'height', 'fx', 'fy', 'fl_x', 'fl_y', 'cx', 'cy', 'K'],
  ...['camera_angle_x', 'camera_angle_y', 'k1', 'k2', 'k3', 'k4', 'p1', 'p2', 'distortion'],
];

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The camera of one frame. A text says why it cannot be used. */
function entryOf(frame: unknown): CameraEntry | string {
  if (!isObject(frame)) return 'not an object';
  const size = sizeOf(frame);
  if (typeof size === 'string') return size;
  const intrinsics = lensOf(frame, size);
  if (typeof intrinsics === 'string') return intrinsics;
  const w2c = poseOf(frame);
  if (typeof w2c === 'string') return w2c;
  const picture = textOf(frame.file_path) ?? textOf(frame.img_name);
  const mask = textOf(frame.mask_path);
  return {
    ...(size && { size }),
    intrinsics,
    w2c,
    ...(picture && { picture }),
    ...(mask && { mask }),
  };
}

/** The frames of a file: a list, an object with one camera per name, or a single camera. Null if there are none. */
function framesOf(json: unknown): unknown[] | null {
  if (Array.isArray(json)) return json;
  if (!isObject(json)) return null;
  const { frames } = json;
  if (frames === undefined) return json.w2c !== undefined || json.c2w !== undefined ? [json] : null;
  if (Array.isArray(frames)) return frames;
  if (!isObject(frames)) return null;
  return Object.entries(frames)
    .sort(([a], [b]) => naturally(a, b))
    .map(([name, frame]) => (isObject(frame) ? { file_path: name, ...frame } : frame));
}

const shared = (json: unknown): Fields =>
  isObject(json)
    ? Object.fromEntries(Object.entries(json).filter(([key]) => SHARED.includes(key)))
    : {};

/** The cameras in a parsed JSON file of any form in docs/formats.md. A text says why there are none. */
export function entriesOf(json: unknown): CameraEntry[] | string {
  const frames = framesOf(json);
  if (!frames) return 'there is no list of frames';
  if (frames.length === 0) return 'the list of frames is empty';
  if (frames.length > MAX_FRAMES) return `${frames.length} frames are too many`;
  const all = shared(json);
  const entries: CameraEntry[] = [];
  for (const [i, frame] of frames.entries()) {
    const entry = entryOf(isObject(frame) ? { ...all, ...frame } : frame);
    if (typeof entry === 'string') return `frame ${i}: ${entry}`;
    entries.push(entry);
  }
  return entries;
}
