import { stat } from 'node:fs/promises';
import path from 'node:path';
import { maskNames } from '../../src/pipeline/posed/mask-names.ts';
import { UsageError } from '../command.ts';
import { existing, picturesIn } from '../pictures.ts';
import { byStem } from './by-stem.ts';

/** The masks of a folder. */
export interface MaskFolder {
  folder: string;
  /** The path of a picture's mask, or null if the folder has none. */
  maskOf: (picture: string) => string | null;
}

/**
 * Opens a folder of masks. `maskNames` says how the mask of a picture is named.
 * @param pictures paths of all pictures that may have masks there
 * @throws UsageError if there is no such folder, or no picture in it
 */
export async function openMasks(folder: string, pictures: readonly string[]): Promise<MaskFolder> {
  if ((await existing(folder)) !== 'folder')
    throw new UsageError(`${folder} is a file, not a folder of masks.`);
  const { files } = await picturesIn(folder, { hints: false });
  const masks = byStem(files);
  const maskOf = (picture: string) => {
    const found = maskNames(picture, pictures).map((name) => masks.get(name));
    // A folder may have pictures and masks.
    return found.find((mask) => mask && path.resolve(mask) !== path.resolve(picture)) ?? null;
  };
  return { folder, maskOf };
}

/**
 * The path of a mask that a camera file names.
 * @param mask path as the file states it (`mask_path`)
 * @param folders where it may lie: beside the camera file, or with the pictures
 * @throws UsageError if it is in none of them
 */
export async function namedMask(mask: string, folders: readonly string[]): Promise<string> {
  for (const folder of folders) {
    const file = path.resolve(folder, mask);
    if ((await stat(file).catch(() => null))?.isFile()) return file;
  }
  throw new UsageError(`The mask ${mask} (mask_path) is in none of ${folders.join(', ')}.`);
}
