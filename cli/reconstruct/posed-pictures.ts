import path from 'node:path';
import type { Camera } from '../../src/core/camera/camera.ts';
import {
  cameraInvalid,
  cameraOf,
  pinholeFault,
  type CameraEntry,
  type Size,
} from '../../src/core/camera/files/index.ts';
import type { LensModel } from '../../src/core/camera/lens.ts';
import { HEADER_BYTES, readPhotoHeader } from '../../src/pipeline/photo/header.ts';
import type { PosedPictures } from '../../src/pipeline/posed/frames.ts';
import { RESAMPLED_SIDE } from '../../src/pipeline/posed/square.ts';
import type { PhotoFile } from '../../src/pipeline/stages/photo.ts';
import { readEntries } from '../cameras.ts';
import { UsageError } from '../command.ts';
import { openPicture } from '../pictures.ts';
import { checkMiddle } from '../posed/check-middle.ts';
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

/** Width and height of a picture, from its header. Undefined if the header does not say it. */
async function sizeOf({ file }: PhotoFile): Promise<Size | undefined> {
  const start = await file.slice(0, HEADER_BYTES).arrayBuffer();
  return readPhotoHeader(new Uint8Array(start))?.size ?? undefined;
}

/** Side of the square views that pictures become, pixels: as `squareViews` makes them. */
export async function viewSide({ pictures, cameras, lenses = [] }: PosedPictures): Promise<number> {
  const sizes = await Promise.all(pictures.map(sizeOf));
  const side = sizes[0]?.width;
  const areKept = sizes.every(
    (size, i) =>
      !lenses[i] &&
      size?.width === side &&
      size?.height === side &&
      cameras[i].width === cameras[i].height,
  );
  return side !== undefined && areKept ? side : RESAMPLED_SIDE;
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
 * The pinhole camera of a picture. What its lens does beside is left out.
 * @param i number of the camera in its file
 * @param name of the camera file
 * @throws AppError `camera-invalid` if its size is not known
 */
async function cameraFor(
  entry: CameraEntry,
  picture: PhotoFile,
  { i, name, cameraSize }: { i: number; name: string; cameraSize?: Size },
): Promise<Camera> {
  const camera = cameraOf(entry, cameraSize ?? (await sizeOf(picture)));
  if (!camera) throw cameraInvalid(name, `frame ${i}: w and h are missing`);
  if (!entry.size && !cameraSize) checkMiddle(camera, i, name);
  return camera;
}

/**
 * All cameras of a sample, also those whose pictures are not used, without the distortion of their lenses.
 * @throws AppError `camera-invalid`
 */
export async function sampleCameras(
  { pictures, cameras }: SampleFolder,
  cameraSize: Size | undefined,
): Promise<Camera[]> {
  const entries = await readEntries(cameras);
  const name = path.basename(cameras);
  return Promise.all(
    entries.map(async (entry, i) =>
      cameraFor(entry, await openPicture(pictures[i]), { i, name, cameraSize }),
    ),
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
  const chosen = chosenOf(inputViews, entries.length, {
    option: 'input-views',
    name: camerasName,
  });
  const folder: MaskFolder | null = masksFolder === null ? null : await openMasks(masksFolder);
  const pictures: PhotoFile[] = [];
  const cameras: Camera[] = [];
  const lenses: (LensModel | undefined)[] = [];
  const masks: (PhotoFile | null)[] = [];
  const sources = [camerasFile];
  for (const i of chosen) {
    const { distortion, skew, mask } = entries[i];
    const picture = await openPicture(files[i]);
    const camera = await cameraFor(entries[i], picture, { i, name: camerasName, cameraSize });
    const beside = [path.dirname(camerasFile), path.dirname(files[i])];
    const maskFile = mask ? await namedMask(mask, beside) : (folder?.maskOf(files[i]) ?? null);
    if (folder && maskFile === null)
      throw new UsageError(`${folder.folder} contains no mask for ${path.basename(files[i])}.`);
    sources.push(files[i], ...(maskFile === null ? [] : [maskFile]));
    pictures.push(picture);
    cameras.push(camera);
    lenses.push(pinholeFault(entries[i]) ? { distortion, skew } : undefined);
    masks.push(maskFile === null ? null : await openPicture(maskFile));
  }
  return { pictures, cameras, lenses, camerasName, pairedBy, cameraSize, masks, chosen, sources };
}
