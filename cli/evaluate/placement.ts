import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { matrixFault, matrixFrom } from '../../src/core/camera/files/pose.ts';
import { isObject, numberOf, numbersOf } from '../../src/core/camera/files/values.ts';
import type { Similarity } from '../../src/core/camera/similarity.ts';
import { JsonError, parseJsonText } from '../../src/core/json-text.ts';
import { UsageError } from '../command.ts';

/** Name of the file that says how a splat was placed. It lies beside the splat. */
const PLACEMENT = 'placement.json';

/** Largest size of the file, bytes. */
const MAX_BYTES = 1e6;

/** The similarity of a parsed file, or a text that says what is wrong. */
function similarityOf(json: unknown): Similarity | string {
  if (!isObject(json)) return 'it must be an object with scale, rotation and translation';
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
 * How a splat was moved from the frame of its cameras: x_splat = scale · rotation · x_cameras + translation. It is
 * stated in placement.json beside the splat.
 * @param ply path of the splat
 * @returns null if there is no such file: the splat is in the frame of the cameras
 * @throws UsageError if the file cannot be used
 */
export async function placementBeside(ply: string): Promise<Similarity | null> {
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
  const placement = similarityOf(json);
  if (typeof placement === 'string') throw invalid(placement);
  return placement;
}
