import { parse, TomlError } from 'smol-toml';
import type { CameraEntry } from './entry.ts';
import { entriesFrom } from './frame.ts';
import { isObject, type Fields } from './values.ts';

/** Levels of lists in a list. A matrix has two. */
const MAX_DEPTH = 8;

/** Whether a value has nine elements, in one list or in three. */
const isNine = (value: unknown): boolean => Array.isArray(value) && value.flat(1).length === 9;

/** A section of the file with the keys of a frame. `rotation` is a rotation vector, or a 3 × 3 matrix. */
function frameOf(section: Fields): Fields {
  const { size, matrix, rotation, translation, ...others } = section;
  const [w, h] = Array.isArray(size) ? (size as unknown[]) : [];
  return {
    ...{ ...others, K: matrix, t: translation },
    ...(size !== undefined && { w: w ?? null, h: h ?? null }),
    ...(isNine(rotation) ? { R: rotation } : { rvec: rotation ?? null }),
  };
}

/**
 * The cameras of `calibration.toml` as Anipose, aniposelib, FreeMoCap and Pose2Sim write it: one section per camera, and
 * perhaps `metadata`. The poses are world to camera.
 * Source: https://github.com/lambdaloop/aniposelib, `Camera.get_dict` in aniposelib/cameras.py.
 * @returns a text that says why there are none
 */
export function aniposeEntries(text: string): CameraEntry[] | string {
  let root: Fields;
  try {
    root = parse(text, { maxDepth: MAX_DEPTH });
  } catch (cause) {
    if (cause instanceof TomlError)
      return `it is not TOML: line ${cause.line}, column ${cause.column}`;
    if (cause instanceof RangeError) return 'it is nested too deeply';
    throw cause;
  }
  const sections = Object.values(root).filter(isObject);
  const cameras = sections.filter(({ matrix, rotation }) => matrix ?? rotation);
  if (cameras.length === 0)
    return 'it is TOML without cameras. Each camera must be a section with matrix, distortions, rotation and translation, as Anipose writes it';
  return entriesFrom(cameras.map(frameOf));
}
