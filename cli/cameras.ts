import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Camera } from '../src/core/camera/camera.ts';
import {
  cameraInvalid,
  camerasOf,
  readCameraFile,
  readCameraFolder,
  type CameraEntry,
  type Size,
} from '../src/core/camera/files/index.ts';
import { existing } from './pictures.ts';

/** Largest camera file, bytes. Ten thousand cameras fit into it, even with generous white space. */
const MAX_TEXT_BYTES = 16e6;

/** Largest file that has more than cameras: the points of COLMAP's pictures, labels, or maps of pixels. */
const MAX_LARGE_BYTES = 512e6;

const maxBytes = (name: string): number =>
  /\.(mat|pkl|pickle|bin)$|^(cameras|images)\.txt$/i.test(name) ? MAX_LARGE_BYTES : MAX_TEXT_BYTES;

async function read(file: string): Promise<Uint8Array> {
  const name = path.basename(file);
  if ((await stat(file)).size > maxBytes(name)) throw cameraInvalid(name, 'it is too large');
  return readFile(file);
}

/** Reads the cameras in a folder. @throws AppError `camera-invalid` if there are none */
async function folderEntries(folder: string): Promise<CameraEntry[]> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
  return readCameraFolder(
    names.map((name) => ({ name, read: () => read(path.join(folder, name)) })),
    path.basename(folder),
  );
}

/**
 * Reads a camera file, or a folder with a COLMAP model or with several files of cameras.
 * @throws UsageError if it does not exist, AppError `camera-invalid` if it cannot be read
 */
export async function readEntries(file: string): Promise<CameraEntry[]> {
  if ((await existing(file)) === 'folder') return folderEntries(file);
  const name = path.basename(file);
  if (/^images\.(txt|bin)$/.test(name)) return folderEntries(path.dirname(file));
  return readCameraFile(await read(file), name);
}

/**
 * Reads the pinhole cameras of a file.
 * @param size of the pictures of cameras whose size the file does not state
 * @throws as `readEntries`
 */
export async function readCameras(file: string, size?: Size): Promise<Camera[]> {
  return camerasOf(await readEntries(file), path.basename(file), size);
}
