import path from 'node:path';
import type { Size } from '../../src/core/camera/files/index.ts';
import { posedPicturesOf, type PosedFiles } from '../../src/pipeline/posed/assemble.ts';
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
}

/** An opened sample. */
export interface OpenedSample extends PosedPictures {
  /** Numbers of the cameras that are used. */
  chosen: number[];
  /** Paths of all files that were opened. */
  sources: string[];
}

/** The numbers of the cameras that are used. @throws UsageError for a number that is too large */
function chosenOf(
  inputViews: readonly number[] | undefined,
  count: number,
  name: string,
): number[] {
  const chosen = inputViews ?? Array.from({ length: count }, (_, i) => i);
  const absent = chosen.find((view) => view >= count);
  if (absent === undefined) return [...chosen];
  throw new UsageError(
    `--input-views names view ${absent}, but ${name} has the views 0 to ${count - 1}.`,
  );
}

/**
 * Opens the pictures, masks and cameras of a sample. A mask is the one that the camera file names, else that of the same
 * name in the folder of masks.
 * @throws UsageError or AppError `camera-invalid`
 */
export async function posedPictures(
  { pictures: files, cameras: camerasFile, masks: masksFolder, pairedBy }: SampleFolder,
  { inputViews, cameraSize }: PosedOptions,
): Promise<OpenedSample> {
  const camerasName = path.basename(camerasFile);
  const entries = await readEntries(camerasFile);
  const chosen = chosenOf(inputViews, entries.length, camerasName);
  const folder: MaskFolder | null = masksFolder === null ? null : await openMasks(masksFolder);
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
  const sizeAdvice = 'give it with --camera-size';
  const common = { camerasName, pairedBy, cameraSize, sizeAdvice };
  return { ...(await posedPicturesOf(views, common)), chosen, sources };
}
