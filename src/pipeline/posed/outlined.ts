import type { RgbaImage } from '../../core/image/image.ts';
import { MASK_ALPHA } from '../../core/photo-surface/thresholds.ts';

/** Colour of the outline. It differs from fur and from background. */
const LINE = [232, 89, 12, 255];

/** Half of the outline's width, as a fraction of the picture's longer side. */
const HALF_WIDTH = 1 / 320;

/** How much of the background is left, 0…1. */
const BACKGROUND = 0.35;

/** The pixels at which a mask and its background meet. */
function edgeOf({ width, height, data }: RgbaImage): number[] {
  const isMouse = (p: number) => data[4 * p + 3] > MASK_ALPHA;
  const edge: number[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const p = y * width + x;
      const differs =
        (x + 1 < width && isMouse(p) !== isMouse(p + 1)) ||
        (y + 1 < height && isMouse(p) !== isMouse(p + width));
      if (differs) edge.push(p);
    }
  return edge;
}

/**
 * A picture on white with the outline of its mask. The background is faded, so that both the mouse and what was cut off
 * can be seen.
 * @param photo its alpha is the mask
 */
export function outlined(photo: RgbaImage): RgbaImage {
  const { width, height, data } = photo;
  const out = new Uint8ClampedArray(data.length).fill(255);
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3] / 255;
    const share = alpha + BACKGROUND * (1 - alpha);
    for (let c = i; c < i + 3; c++) out[c] = data[c] * share + 255 * (1 - share);
  }
  const reach = Math.max(1, Math.round(HALF_WIDTH * Math.max(width, height)));
  for (const p of edgeOf(photo)) {
    const [x, y] = [p % width, Math.floor(p / width)];
    for (let row = Math.max(0, y - reach + 1); row <= Math.min(height - 1, y + reach); row++)
      for (let at = Math.max(0, x - reach + 1); at <= Math.min(width - 1, x + reach); at++)
        out.set(LINE, 4 * (row * width + at));
  }
  return { width, height, data: out };
}
