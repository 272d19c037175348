import type { RgbaImage } from '../image/image.ts';

/** How many pixels two masks share. Numbers of several pictures can be added. */
export interface Overlap {
  /** Pixels that are in both masks. */
  both: number;
  /** Pixels that are in at least one mask. */
  either: number;
}

/** A difference from the background above this counts as subject in `unlike`, 0…1. The lab's value. */
const LEAST_DIFFERENCE = 0.1;

/** The overlap of two masks of the same size, W·H: 1 for each pixel of the subject, else 0. */
export function overlapOf(a: Uint8Array, b: Uint8Array): Overlap {
  let both = 0;
  let either = 0;
  for (let p = 0; p < a.length; p++) {
    both += a[p] & b[p];
    either += a[p] | b[p];
  }
  return { both, either };
}

/** The sum of several overlaps. */
export const addOverlaps = (parts: readonly Overlap[]): Overlap => ({
  both: parts.reduce((total, { both }) => total + both, 0),
  either: parts.reduce((total, { either }) => total + either, 0),
});

/** Intersection over union, 0…1. Null if both masks are empty. */
export const iouOf = ({ both, either }: Overlap): number | null =>
  either === 0 ? null : both / either;

/** The mask of a picture's alpha above ½, W·H of 0 and 1. */
export function opaqueMask({ width, height, data }: RgbaImage): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (let p = 0; p < mask.length; p++) mask[p] = Number(data[4 * p + 3] > 127.5);
  return mask;
}

/**
 * The mask of the pixels that differ from a background: mean over the channels of |colour − background| > 0.1. On white
 * this is the rule with which the lab's evaluation finds the mouse in a rendering.
 * @param background the value of all three channels of the background, 0…1
 * @returns W·H of 0 and 1
 */
export function unlike({ width, height, data }: RgbaImage, background: number): Uint8Array {
  const mask = new Uint8Array(width * height);
  const level = 255 * background;
  for (let p = 0, i = 0; p < mask.length; p++, i += 4) {
    const sum =
      Math.abs(data[i] - level) + Math.abs(data[i + 1] - level) + Math.abs(data[i + 2] - level);
    mask[p] = Number(sum > 3 * 255 * LEAST_DIFFERENCE);
  }
  return mask;
}
