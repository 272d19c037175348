import { readEntries } from '../../../../cli/cameras.ts';
import { cameraInvalid, cameraOf } from '../../../../src/core/camera/files/index.ts';
import path from 'node:path';

/** `1152x1024` → width and height. @throws Error for anything else */
function sizeIn(text: string) {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(text) ?? [];
  if (!height) throw new Error(`--camera-size must be like 1152x1024, not ${text}`);
  return { width: Number(width), height: Number(height) };
}

/**
 * Reads the cameras of any calibration (docs/formats.md), and returns them as opencv_cameras.json. Lens distortion is
 * left out: the cameras are those of undistorted pictures. `distorted` is the number of cameras that have it.
 * @param words the file or folder, and perhaps `--camera-size` and a size for cameras that state none
 * @throws Error or AppError that says why the cameras cannot be used
 */
export async function camerasAsJson(words: readonly string[]): Promise<string> {
  const [file, option, size] = words;
  if (!file || (option !== undefined && (option !== '--camera-size' || !size)))
    throw new Error('usage: cameras.mjs FILE [--camera-size WIDTHxHEIGHT]');
  const stated = size === undefined ? undefined : sizeIn(size);
  const entries = await readEntries(file);
  const frames = entries.map((entry, i) => {
    const camera = cameraOf(entry, stated);
    if (!camera)
      throw cameraInvalid(
        path.basename(file),
        `camera ${i} states no size. Give it with --camera-size`,
      );
    const { width: w, height: h, fx, fy, cx, cy, w2c } = camera;
    const rows = [0, 4, 8, 12].map((at) => [...w2c.subarray(at, at + 4)]);
    return { w, h, fx, fy, cx, cy, w2c: rows, ...(entry.name && { name: entry.name }) };
  });
  const distorted = entries.filter(({ distortion }) => distortion !== undefined).length;
  return JSON.stringify({ frames, distorted }, null, 1);
}
