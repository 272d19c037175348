import type { RgbaImage } from '../image/image.ts';

/**
 * The colours of `overlapPicture`, 0…255: in both masks, only in the true one, only in the drawn one, in none. Blue and
 * orange can be told apart with any colour vision.
 */
export const OVERLAP_COLOURS = {
  both: [226, 226, 226],
  missing: [45, 125, 240],
  extra: [250, 145, 25],
  none: [38, 38, 38],
} as const;

/**
 * Two masks in one picture, in the colours of `OVERLAP_COLOURS`.
 * @param mask, covered W·H: 1 for each pixel of the true and of the drawn subject, else 0
 */
export function overlapPicture(
  mask: Uint8Array,
  covered: Uint8Array,
  width: number,
  height: number,
): RgbaImage {
  const { both, missing, extra, none } = OVERLAP_COLOURS;
  const colours = [none, missing, extra, both];
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let p = 0; p < mask.length; p++) data.set(colours[mask[p] + 2 * covered[p]], 4 * p);
  return { width, height, data };
}
