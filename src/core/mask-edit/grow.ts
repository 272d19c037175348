import type { RgbaImage } from '../image/image.ts';
import { flood, type Pieces } from './flood.ts';
import type { MaskHistory } from './history.ts';
import { MOUSE_ALPHA, wholeOf, type EditedMask, type Rect } from './mask.ts';

/** Half the side of the square whose mean colour a click means, pixels. */
const SAMPLE = 2;

/** Mean colour of the square around a pixel, 0…255. */
function colourAt({ width, height, data }: RgbaImage, at: number): number[] {
  const [x, y] = [at % width, Math.floor(at / width)];
  const sum = [0, 0, 0];
  let count = 0;
  for (let row = Math.max(0, y - SAMPLE); row <= Math.min(height - 1, y + SAMPLE); row++)
    for (
      let column = Math.max(0, x - SAMPLE);
      column <= Math.min(width - 1, x + SAMPLE);
      column++
    ) {
      for (let c = 0; c < 3; c++) sum[c] += data[4 * (row * width + column) + c];
      count += 1;
    }
  return sum.map((value) => value / count);
}

/** How a click grows. */
export interface Growth {
  /** Largest difference from the colour at the click, in each channel, 0…255. */
  tolerance: number;
  /** Whether what it reaches is taken away. False: it is added. */
  erases: boolean;
}

/**
 * Adds the pixels to the mask, or takes them away, that hang together with a pixel and have a similar colour.
 * @returns the pixels that may have changed
 */
export function* grow(
  { photo, mask, history }: { photo: RgbaImage; mask: EditedMask; history: MaskHistory },
  start: number,
  { tolerance, erases }: Growth,
): Pieces<Rect> {
  const { data } = photo;
  const [red, green, blue] = colourAt(photo, start);
  const isSimilar = (at: number) =>
    at === start ||
    (Math.abs(data[4 * at] - red) <= tolerance &&
      Math.abs(data[4 * at + 1] - green) <= tolerance &&
      Math.abs(data[4 * at + 2] - blue) <= tolerance);
  const { reached, rect } = yield* flood(mask, start, isSimilar);
  history.keep(rect);
  for (let y = rect.top; y < rect.bottom; y++)
    for (let at = y * mask.width + rect.left; at < y * mask.width + rect.right; at++)
      if (reached[at]) mask.alpha[at] = erases ? 0 : 255;
  return rect;
}

/**
 * Keeps only the part of the mask that hangs together with a pixel.
 * @returns the pixels that may have changed; null if the pixel is no mouse
 */
export function* keepOnly(
  { mask, history }: { mask: EditedMask; history: MaskHistory },
  start: number,
): Pieces<Rect | null> {
  const { alpha } = mask;
  if (alpha[start] <= MOUSE_ALPHA) return null;
  const { reached } = yield* flood(mask, start, (at) => alpha[at] > 0);
  const whole = wholeOf(mask);
  history.keep(whole);
  yield;
  for (let at = 0; at < alpha.length; at++) if (!reached[at]) alpha[at] = 0;
  return whole;
}
