import type { Camera } from '../camera.ts';
import { AppError } from '../../errors.ts';
import { JsonError, parseJsonText } from '../../json-text.ts';
import { colmapEntries } from './colmap.ts';
import { cameraOf, type CameraEntry } from './entry.ts';
import { foreignFormat } from './foreign.ts';
import { entriesOf } from './frames.ts';

export { cameraOf, type CameraEntry, type Size } from './entry.ts';

/** The error of a camera file that cannot be used. @param name of the file */
export const cameraInvalid = (name: string, reason: string, cause?: unknown): AppError =>
  new AppError('camera-invalid', {
    message: `${name}: ${reason}`,
    stage: 'load',
    values: { file: name, reason },
    cause,
  });

function orThrow(entries: CameraEntry[] | string, name: string): CameraEntry[] {
  if (typeof entries === 'string') throw cameraInvalid(name, entries);
  return entries;
}

/**
 * The cameras of a parsed JSON file.
 * @param name of the file, for errors
 * @throws AppError `camera-invalid`
 */
export const readCameraJson = (json: unknown, name: string): CameraEntry[] =>
  orThrow(entriesOf(json), name);

/**
 * Reads the cameras of a file. docs/formats.md lists the formats.
 * @param name of the file, for errors
 * @throws AppError `camera-invalid`, which names the format if it is known, or the place of the mistake
 */
export function readCameraFile(bytes: Uint8Array, name: string): CameraEntry[] {
  const foreign = foreignFormat(bytes, name);
  if (foreign) throw cameraInvalid(name, foreign);
  let json: unknown;
  try {
    json = parseJsonText(bytes);
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    throw cameraInvalid(name, `it is not JSON: ${cause.message.replace(/\.$/, '')}`, cause);
  }
  return readCameraJson(json, name);
}

/**
 * The cameras of entries that state the sizes of their pictures.
 * @param name of the file, for errors
 * @throws AppError `camera-invalid` if one does not
 */
export const camerasOf = (entries: readonly CameraEntry[], name: string): Camera[] =>
  entries.map((entry, i) => {
    const camera = cameraOf(entry);
    if (camera) return camera;
    throw cameraInvalid(name, `frame ${i}: w and h are missing`);
  });

/**
 * Reads the cameras of a COLMAP model in text form.
 * @param name of the folder, for errors
 * @throws AppError `camera-invalid`
 */
export const readColmap = (cameras: string, images: string, name: string): CameraEntry[] =>
  orThrow(colmapEntries(cameras, images), name);
