import type { Camera } from '../camera.ts';
import { AppError } from '../../errors.ts';
import { JsonError } from '../../json-text.ts';
import { cameraOf, pinholeFault, type CameraEntry, type Size } from './entry.ts';
import { entriesInFolder, type FolderFile } from './folder.ts';
import { foreignFormat } from './foreign.ts';
import { entriesIn } from './formats.ts';
import { entriesOf } from './frames.ts';

export { cameraOf, pinholeFault, type CameraEntry, type Size } from './entry.ts';
export type { FolderFile } from './folder.ts';

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
 * Reads the cameras of a file. docs/formats.md lists the formats. Nothing in the file is executed.
 * @param name of the file. It decides if the bytes fit several formats
 * @throws AppError `camera-invalid`, which names the format if it is known, or the place of the mistake
 */
export async function readCameraFile(bytes: Uint8Array, name: string): Promise<CameraEntry[]> {
  const start = String.fromCharCode(...bytes.subarray(0, 2048));
  const foreign = foreignFormat(start, name);
  if (foreign) throw cameraInvalid(name, foreign);
  return orThrow(await entriesIn(bytes, start, name), name);
}

/**
 * Reads the cameras of a folder. docs/formats.md lists what it may contain.
 * @param name of the folder, for errors
 * @throws AppError `camera-invalid`, and what `read` of the files throws
 */
export async function readCameraFolder(
  files: readonly FolderFile[],
  name: string,
): Promise<CameraEntry[]> {
  try {
    return orThrow(await entriesInFolder(files, readCameraFile), name);
  } catch (cause) {
    if (cause instanceof JsonError) throw cameraInvalid(name, cause.message, cause);
    throw cause;
  }
}

/**
 * The pinhole cameras of entries.
 * @param name of the file, for errors
 * @param size of the pictures of entries that do not state it
 * @throws AppError `camera-invalid` if one does not, or if one has lens distortion
 */
export const camerasOf = (entries: readonly CameraEntry[], name: string, size?: Size): Camera[] =>
  entries.map((entry, i) => {
    const fault = pinholeFault(entry);
    if (fault) throw cameraInvalid(name, `frame ${i}: ${fault}`);
    const camera = cameraOf(entry, size);
    if (camera) return camera;
    throw cameraInvalid(name, `frame ${i}: w and h are missing`);
  });
