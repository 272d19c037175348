import path from 'node:path';
import type { Shift } from '../../src/core/camera/align-silhouettes.ts';
import type { Camera } from '../../src/core/camera/camera.ts';
import type { Size } from '../../src/core/camera/files/index.ts';
import {
  camerasOfPictures,
  posedPicturesOf,
  type PosedFiles,
} from '../../src/pipeline/posed/assemble.ts';
import type { PosedPictures } from '../../src/pipeline/posed/frames.ts';
import { readEntries } from '../cameras.ts';
import { UsageError } from '../command.ts';
import { openPicture } from '../pictures.ts';
import { namedMask, openMasks, type MaskFolder } from '../posed/mask-files.ts';
import type { SampleFolder } from '../sample-folder.ts';

/** Which parts of a sample are used, and what its camera file does not say. */
export interface PosedOptions {
  /** Numbers of the cameras whose pictures are used. Undefined: all. */
  inputViews?: readonly number[];
  /** Size of the pictures for which the cameras were calibrated. Undefined: that of the pictures. */
  cameraSize?: Size;
  /** How far the pictures of the cameras that are used are moved. Undefined: it is found for each sample. */
  shifts?: readonly Shift[];
}

/** An opened sample. */
export interface OpenedSample extends PosedPictures {
  /** Numbers of the cameras that are used. */
  chosen: number[];
  /** Paths of all files that were opened. */
  sources: string[];
}

/**
 * The numbers of the cameras that are used.
 * @param views the numbers that were typed. Undefined: all
 * @param option the option that has them, for the sentence
 * @param name of what has the cameras, for the sentence
 * @throws UsageError for a number that is too large
 */
export function chosenOf(
  views: readonly number[] | undefined,
  count: number,
  { option, name }: { option: string; name: string },
): number[] {
  const chosen = views ?? Array.from({ length: count }, (_, i) => i);
  const absent = chosen.find((view) => view >= count);
  if (absent === undefined) return [...chosen];
  throw new UsageError(
    `--${option} names view ${absent}, but ${name} has the views 0 to ${count - 1}.`,
  );
}

/**
 * All cameras of a sample, also those whose pictures are not used, without the distortion of their lenses.
 * @throws AppError `camera-invalid` or `calibration-size`
 */
export async function sampleCameras(
  { pictures, cameras }: SampleFolder,
  cameraSize: Size | undefined,
): Promise<Camera[]> {
  const entries = await readEntries(cameras);
  const views = await Promise.all(
    entries.map(async (entry, number) => ({
      ...{ entry, number, picture: await openPicture(pictures[number]) },
    })),
  );
  return camerasOfPictures(views, { camerasName: path.basename(cameras), cameraSize });
}

/**
 * Opens the pictures, masks and cameras of a sample. A mask is the one that the camera file names, else that of the same
 * name in the folder of masks.
 * @throws UsageError, or AppError `camera-invalid` or `calibration-size`
 */
export async function posedPictures(
  { pictures: files, cameras: camerasFile, masks: masksFolder, pairedBy }: SampleFolder,
  { inputViews, cameraSize, shifts }: PosedOptions,
): Promise<OpenedSample> {
  const camerasName = path.basename(camerasFile);
  const entries = await readEntries(camerasFile);
  const chosen = chosenOf(inputViews, entries.length, {
    option: 'input-views',
    name: camerasName,
  });
  const folder: MaskFolder | null =
    masksFolder === null ? null : await openMasks(masksFolder, files);
  const views: PosedFiles[] = [];
  const sources = [camerasFile];
  for (const i of chosen) {
    const entry = entries[i];
    const beside = [path.dirname(camerasFile), path.dirname(files[i])];
    const maskFile = entry.mask
      ? await namedMask(entry.mask, beside)
      : (folder?.maskOf(files[i]) ?? null);
    if (folder && maskFile === null)
      throw new UsageError(`${folder.folder} contains no mask for ${path.basename(files[i])}.`);
    sources.push(files[i], ...(maskFile === null ? [] : [maskFile]));
    const mask = maskFile === null ? null : await openPicture(maskFile);
    views.push({ entry, number: i, picture: await openPicture(files[i]), mask });
  }
  const common = { camerasName, pairedBy, cameraSize, shifts };
  return { ...(await posedPicturesOf(views, common)), chosen, sources };
}
