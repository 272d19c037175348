import path from 'node:path';
import type { Camera } from '../../src/core/camera/camera.ts';
import {
  cameraInvalid,
  cameraOf,
  pinholeFault,
  type Size,
} from '../../src/core/camera/files/index.ts';
import type { LensModel } from '../../src/core/camera/lens.ts';
import { pictureSize } from '../../src/pipeline/photo/picture-size.ts';
import type { PosedPictures } from '../../src/pipeline/posed/frames.ts';
import { RESAMPLED_SIDE } from '../../src/pipeline/posed/square.ts';
import { MAX_SIDE, type PhotoFile } from '../../src/pipeline/stages/photo.ts';
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

/** Side of the square views that pictures become, pixels: as `squareViews` makes them. */
export async function viewSide({ pictures, cameras, lenses = [] }: PosedPictures): Promise<number> {
  const sizes: (Size | null)[] = [];
  for (const { file, page } of pictures) sizes.push(await pictureSize(file, page));
  const side = sizes[0]?.width;
  const areKept = sizes.every(
    (size, i) =>
      !lenses[i] &&
      size?.width === side &&
      size?.height === side &&
      cameras[i].width === cameras[i].height,
  );
  return side !== undefined && areKept ? Math.min(side, MAX_SIDE) : RESAMPLED_SIDE;
}

/** The principal point of a lens is near the middle of its picture: within this fraction of the size. */
const NEAR_MIDDLE = 0.25;

/** Refuses a calibration whose file states no size, if it is certainly one of larger or smaller pictures. */
function checkMiddle({ width, height, cx, cy }: Camera, frame: number, name: string): void {
  const off = Math.max(Math.abs(cx / width - 0.5), Math.abs(cy / height - 0.5));
  if (off <= NEAR_MIDDLE) return;
  throw cameraInvalid(
    name,
    `frame ${frame}: the principal point is at ${Math.round(cx)} ${Math.round(cy)}, but the picture is ${width} × ${height}. If the cameras were calibrated for pictures of another size, give it with --camera-size`,
  );
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
  const pictures: PhotoFile[] = [];
  const cameras: Camera[] = [];
  const lenses: (LensModel | undefined)[] = [];
  const masks: (PhotoFile | null)[] = [];
  const sources = [camerasFile];
  for (const i of chosen) {
    const { distortion, skew, mask, ...entry } = entries[i];
    const picture = await openPicture(files[i]);
    const camera = cameraOf(entry, cameraSize ?? (await pictureSize(picture.file)) ?? undefined);
    if (!camera)
      throw cameraInvalid(
        camerasName,
        `frame ${i}: w and h are missing, and ${picture.fileName} does not state its size`,
      );
    if (!entry.size && !cameraSize) checkMiddle(camera, i, camerasName);
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
