import type { RgbaImage } from '../image/image.ts';

/** Mean difference of the channels that has the brightest colour, 0…1. The lab's value. */
export const LARGEST_ERROR = 0.3;

/** Level of the pixels outside the mask, 0…255: a grey of 0.3, as in the lab's pictures. */
const OUTSIDE = 0.3 * 255;

/**
 * Colours from 0 to 1 in equal steps: black, violet, red, orange, light yellow. Every 16th part of matplotlib's
 * `inferno` (CC0). Its brightness grows evenly, so it can be read in grey and with any colour vision.
 */
const STEPS = [
  ...[0, 0, 4, 11, 7, 36, 33, 12, 74, 61, 9, 101, 87, 16, 110, 113, 25, 110, 138, 34, 106],
  ...[163, 44, 97, 188, 55, 84, 210, 70, 68, 228, 90, 49, 241, 115, 29, 249, 142, 9],
  ...[252, 172, 17, 249, 203, 53, 242, 234, 105, 252, 255, 164],
] as const;

const LAST = STEPS.length / 3 - 1;

/** Writes the colour of a value in 0…1 into `data[at … at + 2]`. Values beyond the range are clamped. */
export function writeHeat(value: number, data: Uint8ClampedArray, at: number): void {
  const place = Math.min(Math.max(value, 0), 1) * LAST;
  const low = Math.min(Math.floor(place), LAST - 1);
  for (let c = 0; c < 3; c++) {
    const from = STEPS[3 * low + c];
    data[at + c] = from + (place - low) * (STEPS[3 * low + 3 + c] - from);
  }
}

/**
 * The errors of a picture as colours: the mean over the channels of |a − b|, divided by `LARGEST_ERROR`. Pixels outside
 * the mask are grey.
 * @param a, b pictures of the same size. Alpha is ignored
 * @param mask W·H: 1 for each pixel of the subject, else 0
 */
export function errorPicture(a: RgbaImage, b: RgbaImage, mask: Uint8Array): RgbaImage {
  const { width, height } = a;
  const data = new Uint8ClampedArray(4 * width * height).fill(OUTSIDE);
  for (let p = 0, i = 0; p < mask.length; p++, i += 4) {
    data[i + 3] = 255;
    if (!mask[p]) continue;
    let sum = 0;
    for (let c = i; c < i + 3; c++) sum += Math.abs(a.data[c] - b.data[c]);
    writeHeat(sum / (3 * 255 * LARGEST_ERROR), data, i);
  }
  return { width, height, data };
}
