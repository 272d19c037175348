import path from 'node:path';
import { someNames } from '../../src/core/quoted.ts';
import type { Shift } from '../../src/core/camera/align-silhouettes.ts';
import { cameraFor, type Camera } from '../../src/core/camera/camera.ts';
import {
  cameraInvalid,
  cameraOf,
  type CameraEntry,
  type Size,
} from '../../src/core/camera/files/index.ts';
import { readEntries } from '../cameras.ts';
import { UsageError } from '../command.ts';
import { existing, picturesIn } from '../pictures.ts';
import { namedMask, openMasks } from '../posed/mask-files.ts';
import { pairFiles, unusedText } from '../posed/paired-files.ts';
import { openSample } from '../sample-folder.ts';

/** A true picture that is compared. */
export interface View {
  /** Name of the picture's file. */
  name: string;
  /** Path of the picture. */
  picture: string;
  /** Path of its mask. Null: the picture says it. */
  mask: string | null;
  /** Its camera, if it is known. */
  entry?: CameraEntry;
}

/** A true picture whose camera is known. */
export interface PosedView extends View {
  entry: CameraEntry;
}

/** Pictures and the files of their cameras and masks. */
export interface PosedSource {
  /** Paths of the pictures, one per camera. */
  pictures: readonly string[];
  unused: readonly string[];
  cameras: string;
  entries: readonly CameraEntry[];
  /** Folders in which masks that the camera file names may lie. */
  folders: readonly string[];
  /** Folder with masks, beside the pictures of a sample. It may lack some. */
  sampleMasks: string | null;
}

/** Paths of the files of a sample, or of the folder `views` and the camera file. */
export async function findPosed(
  given: { sample: string } | { views: string; cameras: string },
): Promise<PosedSource> {
  if ('sample' in given) {
    const { cameras, pictures, unused, masks } = await openSample(given.sample);
    const entries = await readEntries(cameras);
    return { pictures, unused, cameras, entries, folders: [given.sample], sampleMasks: masks };
  }
  const { views, cameras } = given;
  const entries = await readEntries(cameras);
  const files = await picturesOf(views, 'views');
  const { masksBeside, ...paired } = pairFiles(entries, files, path.basename(cameras));
  const folders = [path.dirname(cameras), views];
  return { ...paired, cameras, entries, folders, sampleMasks: masksBeside };
}

/** The pictures of a folder. @param kind what they are, for the sentence */
export async function picturesOf(folder: string, kind: string): Promise<string[]> {
  if ((await existing(folder)) !== 'folder')
    throw new UsageError(`${folder} is a file, not a folder of ${kind}.`);
  return (await picturesIn(folder, { hints: false })).files;
}

/**
 * The mask of each picture, as a function. Masks of `folder` come first, and there must be one for each picture.
 * @throws UsageError if there is no such folder
 */
export async function masksFor(
  folder: string | undefined,
  pictures: readonly string[],
): Promise<((picture: string) => string) | null> {
  if (folder === undefined) return null;
  const { maskOf } = await openMasks(folder, pictures);
  return (picture) => {
    const mask = maskOf(picture);
    if (mask) return mask;
    throw new UsageError(`${folder} contains no mask for ${path.basename(picture)}.`);
  };
}

/**
 * The views of posed pictures. A mask is the one in the given folder, else that of the camera file (`mask_path`), else
 * that of the sample's folder.
 * @param masks folder that was given with --masks
 * @throws UsageError if a mask is missing
 */
export async function posedViews(
  { pictures, unused, entries, folders, sampleMasks }: PosedSource,
  masks: string | undefined,
  warn: (line: string) => void,
): Promise<PosedView[]> {
  if (unused.length > 0) warn(unusedText(unused));
  const given = await masksFor(masks, pictures);
  const beside = sampleMasks === null ? null : await openMasks(sampleMasks, pictures);
  const views: PosedView[] = [];
  for (const [i, picture] of pictures.entries()) {
    const { mask: named } = entries[i];
    const mask =
      given?.(picture) ??
      (named ? await namedMask(named, folders) : (beside?.maskOf(picture) ?? null));
    views.push({ name: path.basename(picture), picture, mask, entry: entries[i] });
  }
  const lacking = views.filter(({ mask }) => mask === null).map(({ name }) => name);
  if (beside && lacking.length > 0)
    warn(`${beside.folder} contains no mask for ${someNames(lacking)}: the picture says its mask.`);
  return views;
}

/**
 * The pinhole camera of a picture at the picture's own size. A camera that states another size with the same proportions is
 * scaled.
 * @param i number of the camera in its file
 * @param size of the picture as it is compared
 * @param calibrated size of the pictures for which the camera was calibrated, if its file does not state it
 * @throws AppError `camera-invalid` if the proportions differ
 */
export function cameraAt(
  { entry, name }: PosedView,
  i: number,
  size: Size,
  {
    camerasName,
    calibrated,
    shift = { x: 0, y: 0 },
  }: { camerasName: string; calibrated: Size; shift?: Shift },
): Camera {
  const camera = cameraOf(entry, calibrated);
  if (!camera) throw cameraInvalid(camerasName, `frame ${i}: w and h are missing`);
  const scaled = cameraFor({ ...camera, cx: camera.cx + shift.x, cy: camera.cy + shift.y }, size);
  if (scaled) return scaled;
  throw cameraInvalid(
    camerasName,
    `frame ${i} is ${camera.width} × ${camera.height}, but its picture ${name} is ${size.width} × ${size.height}. Give the pictures of these cameras, not cut and not padded`,
  );
}
