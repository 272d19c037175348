import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Camera } from '../src/core/camera/camera.ts';
import {
  cameraInvalid,
  camerasOf,
  readCameraFile,
  readColmap,
  type CameraEntry,
} from '../src/core/camera/files/index.ts';
import { existing } from './pictures.ts';

/** Largest camera file, bytes. Ten thousand cameras fit into it, even with generous white space. */
const MAX_CAMERA_BYTES = 16e6;

/** Largest part of a COLMAP model, bytes. It lists the points of each picture, too. */
const MAX_COLMAP_BYTES = 512e6;

async function read(file: string, maxBytes: number): Promise<Uint8Array> {
  if ((await stat(file)).size > maxBytes)
    throw cameraInvalid(path.basename(file), 'it is too large');
  return readFile(file);
}

/** Reads a COLMAP model in text form from a folder. @throws AppError `camera-invalid` if a part is missing */
async function colmapIn(folder: string): Promise<CameraEntry[]> {
  const part = async (name: string) => {
    const file = path.join(folder, name);
    const info = await stat(file).catch(() => null);
    if (info?.isFile()) return new TextDecoder().decode(await read(file, MAX_COLMAP_BYTES));
    throw cameraInvalid(
      path.basename(folder),
      `${name} is missing. A folder must be a COLMAP model in text form (colmap model_converter --output_type TXT)`,
    );
  };
  return readColmap(await part('cameras.txt'), await part('images.txt'), path.basename(folder));
}

/**
 * Reads a camera file, or a folder with a COLMAP model in text form.
 * @throws UsageError if it does not exist, AppError `camera-invalid` if it cannot be read
 */
export async function readEntries(file: string): Promise<CameraEntry[]> {
  if ((await existing(file)) === 'folder') return colmapIn(file);
  if (path.basename(file) === 'images.txt') return colmapIn(path.dirname(file));
  return readCameraFile(await read(file, MAX_CAMERA_BYTES), path.basename(file));
}

/**
 * Reads the cameras of a file that states the sizes of its pictures.
 * @throws as `readEntries`
 */
export async function readCameras(file: string): Promise<Camera[]> {
  return camerasOf(await readEntries(file), path.basename(file));
}
