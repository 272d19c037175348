import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Camera } from '../../src/core/camera/camera.ts';
import {
  cameraInvalid,
  cameraOf,
  pinholeFault,
  type CameraEntry,
} from '../../src/core/camera/files/index.ts';
import { parseJsonText } from '../../src/core/json-text.ts';
import { someNames } from '../../src/core/quoted.ts';
import { cameraFor } from '../../src/core/camera/camera.ts';
import type { MouseView } from '../../src/core/preprocess/index.ts';
import { readEntries } from '../cameras.ts';
import { UsageError } from '../command.ts';
import { namedMask, openMasks } from '../posed/mask-files.ts';
import type { SampleFolder } from '../sample-folder.ts';
import { readPicture } from './read-picture.ts';
import type { PreprocessRequest } from './request.ts';

/** A sample in memory. */
export interface ReadSample {
  /** One per frame of the camera file, in its order. */
  views: MouseView[];
  /** Names of the views' picture files. */
  names: string[];
  /** The camera file, parsed. */
  json: unknown;
}

/** The mask file that belongs to a picture: the one that the camera names, or that of the same name in `masks/`. */
async function maskOf(
  picture: string,
  { mask }: CameraEntry,
  { cameras, masks, pictures }: SampleFolder,
): Promise<string | null> {
  if (mask !== undefined) return namedMask(mask, [path.dirname(cameras), path.dirname(picture)]);
  if (masks === null) return null;
  const found = (await openMasks(masks, pictures)).maskOf(picture);
  if (found) return found;
  throw new UsageError(`${masks} contains no mask for ${path.basename(picture)}.`);
}

/** The camera of a picture. The lab's formulas use the size that the file states; the exact ones the picture's. */
function fitted(
  entry: CameraEntry,
  size: { width: number; height: number },
  where: string,
  { options }: PreprocessRequest,
): Camera {
  const fault = pinholeFault(entry);
  if (fault) throw cameraInvalid(where, fault);
  const camera = cameraOf(entry, size);
  const fit = camera && cameraFor(camera, size);
  if (camera && fit) return options.cameras === 'lab' ? camera : fit;
  const stated = entry.size ? `${entry.size.width} × ${entry.size.height}` : 'nothing';
  throw cameraInvalid(
    where,
    `w and h say ${stated}, but the picture is ${size.width} × ${size.height}`,
  );
}

/**
 * Reads pictures, masks and cameras of a sample. Pictures are paired with cameras as `reconstruct` does it.
 * @throws UsageError or AppError
 */
export async function readSample(
  sample: SampleFolder,
  request: PreprocessRequest,
): Promise<ReadSample> {
  const { pictures, cameras } = sample;
  const entries = await readEntries(cameras);
  const unused = sample.unused.map((file) => path.basename(file));
  if (unused.length > 0)
    request.context.warn(
      `${sample.name}: pictures that no camera names are left out: ${someNames(unused, 10)}.`,
    );
  const views: MouseView[] = [];
  for (const [i, entry] of entries.entries()) {
    const mask = await maskOf(pictures[i], entry, sample);
    const image = await readPicture(pictures[i], mask, request);
    const where = `${path.basename(cameras)}: frame ${i}`;
    views.push({ image, camera: fitted(entry, image, where, request) });
  }
  return {
    views,
    names: pictures.map((file) => path.basename(file)),
    json: parseJsonText(await readFile(cameras)),
  };
}
