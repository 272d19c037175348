import { named } from '../../quoted.ts';
import type { CameraEntry } from './entry.ts';
import { lensOf, sizeOf } from './lens.ts';
import { poseOf } from './pose.ts';
import { isObject, MAX_ENTRIES, type Fields } from './values.ts';

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The camera of one frame. A text says why it cannot be used. */
function entryOf(frame: unknown): CameraEntry | string {
  if (!isObject(frame)) return 'not an object';
  const size = sizeOf(frame);
  if (typeof size === 'string') return size;
  const lens = lensOf(frame, size);
  if (typeof lens === 'string') return lens;
  const w2c = poseOf(frame);
  if (typeof w2c === 'string') return w2c;
  const picture = textOf(frame.file_path) ?? textOf(frame.img_name);
  const mask = textOf(frame.mask_path);
  const name = textOf(frame.name);
  return {
    ...(size && { size }),
    ...lens,
    w2c,
    ...(name && { name }),
    ...(picture && { picture }),
    ...(mask && { mask }),
  };
}

/**
 * The cameras of frames: objects with the keys of docs/formats.md.
 * @param shared values that hold for all frames that do not have their own
 * @param noun how a sentence calls a frame that has no name
 * @returns a text that says which frame cannot be used, and why
 */
export function entriesFrom(
  frames: readonly unknown[],
  { shared = {}, noun = 'camera' }: { shared?: Fields; noun?: string } = {},
): CameraEntry[] | string {
  if (frames.length > MAX_ENTRIES) return `${frames.length} ${noun}s are too many`;
  const entries: CameraEntry[] = [];
  for (const [i, frame] of frames.entries()) {
    const whole = isObject(frame) ? { ...shared, ...frame } : frame;
    const entry = entryOf(whole);
    const name = isObject(frame) ? textOf(frame.name) : undefined;
    if (typeof entry === 'string')
      return `${name === undefined ? `${noun} ${i}` : `camera ${named(name)}`}: ${entry}`;
    entries.push(entry);
  }
  return entries;
}
