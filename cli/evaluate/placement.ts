import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { matrixFault, matrixFrom } from '../../src/core/camera/files/pose.ts';
import { isObject, numberOf, numbersOf } from '../../src/core/camera/files/values.ts';
import type { Shift } from '../../src/core/camera/align-silhouettes.ts';
import type { Similarity } from '../../src/core/camera/similarity.ts';
import { JsonError, parseJsonText } from '../../src/core/json-text.ts';
import type { SeenPart } from '../../src/pipeline/posed/place.ts';
import { UsageError } from '../command.ts';

/** Name of the file that says how a splat was placed. It lies beside the splat. */
const PLACEMENT = 'placement.json';

/** Largest size of the file, bytes. */
const MAX_BYTES = 1e6;

/** How a splat and its pictures were placed. */
export interface Placement {
  /** x_splat = scale · rotation · x_cameras + translation. Null: the splat is in the frame of the cameras. */
  toSplat: Similarity | null;
  /** What `reconstruct` added to cx and cy of the camera of each picture, pixels. Null: nothing. */
  shifts: ReadonlyMap<string, Shift> | null;
  /** Side of the views that the reconstructor got, pixels, and the part of each picture. Null: it is not known. */
  seen: { size: number; parts: ReadonlyMap<string, SeenPart> } | null;
}

/** The shifts of a parsed file, or a text that says what is wrong. */
function shiftsOf(list: unknown, views: unknown): Map<string, Shift> | null | string {
  if (list === undefined) return null;
  const fault = 'shifts must be a list of x and y, one for each of views';
  if (!Array.isArray(list) || !Array.isArray(views) || views.length !== list.length) return fault;
  const shifts = new Map<string, Shift>();
  for (const [i, each] of (list as unknown[]).entries()) {
    const [x, y] = isObject(each) ? [numberOf(each.x), numberOf(each.y)] : [];
    if (x === undefined || y === undefined) return fault;
    shifts.set(String(views[i]), { x, y });
  }
  return shifts;
}

/** Which parts of the pictures the reconstructor got, or a text that says what is wrong. */
function seenOf(seen: unknown, views: unknown): Placement['seen'] | string {
  if (seen === undefined) return null;
  const fault = 'seen must have a size, and a list with one camera for each of views';
  const size = isObject(seen) ? numberOf(seen.size) : undefined;
  if (!isObject(seen) || !Array.isArray(views) || size === undefined || size < 1) return fault;
  const list: unknown = seen.views;
  if (!Array.isArray(list) || list.length !== views.length) return fault;
  const parts = new Map<string, SeenPart>();
  for (const [i, each] of (list as unknown[]).entries()) {
    // The reconstructor did not get this view.
    if (each === null) continue;
    const [width, fx, fy, cx, cy] = isObject(each)
      ? [each.width, each.fx, each.fy, each.cx, each.cy].map(numberOf)
      : [];
    if (!width || !fx || !fy || cx === undefined || cy === undefined) return fault;
    parts.set(String(views[i]), { width, fx, fy, cx, cy });
  }
  return { size, parts };
}

/** What a parsed file says, or a text that says what is wrong. */
function placementOf(json: unknown): Placement | string {
  if (!isObject(json)) return 'it must be an object with scale, rotation and translation';
  const shifts = shiftsOf(json.shifts, json.views);
  if (typeof shifts === 'string') return shifts;
  const seen = seenOf(json.seen, json.views);
  if (typeof seen === 'string') return seen;
  if (json.splat === 'lab') return { toSplat: null, shifts, seen };
  if (json.placement === 'per-camera')
    return 'the placement per-camera has no way back to the frame of the cameras';
  const toSplat = similarityOf(json);
  return typeof toSplat === 'string' ? toSplat : { toSplat, shifts, seen };
}

/** The similarity of a parsed file, or a text that says what is wrong. */
function similarityOf(json: Record<string, unknown>): Similarity | string {
  const scale = numberOf(json.scale);
  const rotation = numbersOf(json.rotation, [9]);
  const translation = numbersOf(json.translation, [3]);
  if (scale === undefined || scale <= 0) return 'scale must be a number above 0';
  if (!rotation) return 'rotation must be 3 × 3 numbers';
  if (!translation) return 'translation must be 3 numbers';
  const fault = matrixFault(matrixFrom(rotation, [0, 0, 0]), 'rotation');
  return fault ?? { scale, rotation, translation };
}

/**
 * How a splat was placed, as placement.json beside it states it.
 * @param ply path of the splat
 * @returns null if there is no such file: the splat is in the frame of the cameras
 * @throws UsageError if the file cannot be used
 */
export async function placementBeside(ply: string): Promise<Placement | null> {
  const file = path.join(path.dirname(ply), PLACEMENT);
  const info = await stat(file).catch(() => null);
  if (!info?.isFile()) return null;
  const invalid = (reason: string) => new UsageError(`${file} cannot be used: ${reason}.`);
  if (info.size > MAX_BYTES) throw invalid('it is too large');
  let json: unknown;
  try {
    json = parseJsonText(await readFile(file));
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    throw invalid(`it is not JSON: ${cause.message.replace(/\.$/, '')}`);
  }
  const placement = placementOf(json);
  if (typeof placement === 'string') throw invalid(placement);
  return placement;
}
