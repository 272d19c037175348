import path from 'node:path';
import { withMask, withoutWhite } from '../../src/core/image/cut-out.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { compositeOnWhite } from '../../src/core/image/pixels.ts';
import { opaqueMask } from '../../src/core/metrics/overlap.ts';
import { hasAlphaMask } from '../../src/pipeline/matting/mask.ts';
import { UsageError } from '../command.ts';
import { readPicture } from './read-picture.ts';

/** What both pictures of a comparison are drawn on. */
export type Ground = 'white' | 'black';

/** Where a mask comes from. `white`: the picture has neither alpha nor mask, and pixels that are not white are subject. */
type MaskSource = 'file' | 'alpha' | 'white';

/** A true picture. */
export interface Truth {
  /** Opaque, on the background. */
  image: RgbaImage;
  /** W·H: 1 where the mask is above ½, else 0. */
  mask: Uint8Array;
  maskFrom: MaskSource;
  /** What is doubtful about it, in sentences without their full stops. */
  doubts: string[];
}

/** The picture over black; opaque. */
function compositeOnBlack({ width, height, data }: RgbaImage): RgbaImage {
  const out = new Uint8ClampedArray(data.length);
  for (let i = 0; i < data.length; i += 4) {
    for (let c = 0; c < 3; c++) out[i + c] = (data[i + c] * data[i + 3]) / 255;
    out[i + 3] = 255;
  }
  return { width, height, data: out };
}

/** The picture over a background; opaque. */
export const onGround = (image: RgbaImage, ground: Ground): RgbaImage =>
  ground === 'white' ? compositeOnWhite(image) : compositeOnBlack(image);

/** The picture with a mask as its alpha. @throws UsageError if the mask has other proportions */
function cutOut(image: RgbaImage, mask: RgbaImage, fileName: string): RgbaImage {
  const cut = withMask(image, mask);
  if (cut) return cut;
  throw new UsageError(
    `The mask ${fileName} is ${mask.width} × ${mask.height}, which does not fit its picture.`,
  );
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
 * @param seen what a pinhole camera sees of the picture. Absent: the picture is one of a pinhole camera
 * @throws AppError if a file cannot be read, UsageError if the mask has other proportions
 */
export async function readTruth(
  picture: string,
  mask: string | null,
  ground: Ground,
  seen: (picture: RgbaImage) => RgbaImage = (same) => same,
): Promise<Truth> {
  const { image: raw, said } = await readPicture(picture);
  if (mask) {
    const { image: shape } = await readPicture(mask);
    const cut = seen(cutOut(raw, shape, path.basename(mask)));
    return asTruth(onGround(cut, ground), opaqueMask(cut), 'file', said);
  }
  if (hasAlphaMask(raw)) {
    const cut = seen(raw);
    return asTruth(onGround(cut, ground), opaqueMask(cut), 'alpha', said);
  }
  const white = compositeOnWhite(seen(compositeOnWhite(raw)));
  const cut = withoutWhite(white);
  // On white the picture stays as it is: nearly white pixels are not made white.
  return asTruth(
    ground === 'white' ? white : onGround(cut, ground),
    opaqueMask(cut),
    'white',
    said,
  );
}

function asTruth(
  image: RgbaImage,
  mask: Uint8Array,
  maskFrom: MaskSource,
  said: readonly string[],
): Truth {
  const doubts = [...said];
  if (!mask.includes(1)) doubts.push('the mask is empty');
  const { width, height } = image;
  const hasBackground = onBorder(mask, width, height) > 0.5 || fractionOf(mask) > LARGEST_SUBJECT;
  if (maskFrom === 'white' && hasBackground)
    doubts.push(
      'there is neither alpha nor mask, and the background is not white, so the mask is wrong. Give --masks',
    );
  return { image, mask, maskFrom, doubts };
}
