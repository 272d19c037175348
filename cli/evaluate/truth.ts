import path from 'node:path';
import { truthOf, type Ground, type Truth as KnownTruth } from '../../src/pipeline/posed/truth.ts';
import { UsageError } from '../command.ts';
import { readPicture } from './read-picture.ts';

/** A true picture. */
export interface Truth extends KnownTruth {
  /** What is doubtful about it, in sentences without their full stops. */
  doubts: string[];
}

/** With a mask of more than this fraction of the picture, the background is certainly not white. */
const LARGEST_SUBJECT = 0.6;

/** The fraction of a picture that a mask covers. */
export const fractionOf = (mask: Uint8Array): number =>
  mask.reduce((sum, value) => sum + value, 0) / mask.length;

/** The fraction of a picture's border that a mask covers. */
function onBorder(mask: Uint8Array, width: number, height: number): number {
  let covered = 0;
  for (let x = 0; x < width; x++) covered += mask[x] + mask[(height - 1) * width + x];
  for (let y = 0; y < height; y++) covered += mask[y * width] + mask[y * width + width - 1];
  return covered / (2 * (width + height));
}

/**
 * Reads a true picture and its mask. The mask is the given file, else the picture's alpha, else what is not white.
 * @param mask path of the mask: white on the subject. It may have another size with the same proportions
 * @throws AppError if a file cannot be read, UsageError if the mask has other proportions
 */
export async function readTruth(
  picture: string,
  mask: string | null,
  ground: Ground,
): Promise<Truth> {
  const { image, said } = await readPicture(picture);
  const shape = mask === null ? null : (await readPicture(mask)).image;
  const truth = truthOf(image, shape, ground);
  if (!truth)
    throw new UsageError(
      `The mask ${path.basename(mask ?? '')} is ${shape?.width} × ${shape?.height}, which does not fit its picture.`,
    );
  return { ...truth, doubts: [...said, ...doubtsOf(truth)] };
}

function doubtsOf({ image: { width, height }, mask, maskFrom }: KnownTruth): string[] {
  const doubts = [];
  if (!mask.includes(1)) doubts.push('the mask is empty');
  const hasBackground = onBorder(mask, width, height) > 0.5 || fractionOf(mask) > LARGEST_SUBJECT;
  if (maskFrom === 'white' && hasBackground)
    doubts.push(
      'there is neither alpha nor mask, and the background is not white, so the mask is wrong. Give --masks',
    );
  return doubts;
}
