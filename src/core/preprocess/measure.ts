import type { RgbaImage } from '../image/image.ts';
import type { Method } from './options.ts';

/** Where the mouse is in a picture. Positions are indices of pixels: the centre of the first pixel is at 0. */
export interface MouseMeasure {
  /** √(pixels of the mouse / all pixels), 0…1. */
  ratio: number;
  /** Mean position of the mouse's pixels: x, y. */
  com: readonly [number, number];
  /** The first and the last column and row with a pixel of the mouse: x0, y0, x1, y1. */
  box: readonly [number, number, number, number];
}

/** Alpha, 0…255. Pixels with a higher alpha are mouse. These are the lab's thresholds. */
export const mouseAlpha = (method: Method): number => (method === 'centered' ? 0 : 10);

/** Measures the mouse in a picture. Null if there is none. @param above alpha, 0…255 */
export function measureMouse(
  { width, height, data }: RgbaImage,
  above: number,
): MouseMeasure | null {
  let [count, sumX, sumY] = [0, 0, 0];
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0, at = 3; y < height; y++)
    for (let x = 0; x < width; x++, at += 4) {
      if (data[at] <= above) continue;
      count += 1;
      sumX += x;
      sumY += y;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  if (count === 0) return null;
  return {
    ratio: Math.sqrt(count / (width * height)),
    com: [sumX / count, sumY / count],
    box: [left, top, right, bottom],
  };
}
