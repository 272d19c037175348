import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Camera } from '../src/core/camera/camera.ts';
import { maxCameraBytes } from '../src/core/camera/files/camera-files.ts';
import {
  cameraInvalid,
  camerasOf,
  readCameraFile,
  readCameraFolder,
  type CameraEntry,
} from '../src/core/camera/files/index.ts';
import { existing } from './pictures.ts';

async function read(file: string): Promise<Uint8Array> {
  const name = path.basename(file);
  if ((await stat(file)).size > maxCameraBytes(name)) throw cameraInvalid(name, 'it is too large');
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
 * Reads the pinhole cameras of a file that states the sizes of its pictures.
 * @throws as `readEntries`
 */
export async function readCameras(file: string): Promise<Camera[]> {
  return camerasOf(await readEntries(file), path.basename(file));
}
