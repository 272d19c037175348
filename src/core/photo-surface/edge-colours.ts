import { boxMean } from '../image/box-mean.ts';
import type { RgbaImage } from '../image/image.ts';
import { EDGE_COLOUR_RANGE, EDGE_WIDTH } from './thresholds.ts';

/** Offsets of the window in which the inner pixels are searched. */
const WINDOW = Array.from({ length: 2 * EDGE_WIDTH + 3 }, (_, i) => i - EDGE_WIDTH - 1);

/**
 * The colours of a cut-out's pixels, corrected near the outline. There a camera mixes the mouse's colour with
 * the background's, which shows as a seam from every other direction. Each channel of an edge pixel is
 * clamped to within `EDGE_COLOUR_RANGE` of the mean of the nearby pixels that lie furthest inside. In a thin
 * tail those are the middle line.
 * @param image square
 * @param mask 1 inside, 0 outside, size²
 * @returns 3·size², interleaved, 0…1
 */
export function edgeColours({ width: size, data }: RgbaImage, mask: Float32Array): Float32Array {
  const own = Float32Array.from(
    { length: 3 * size * size },
    (_, i) => data[i + Math.floor(i / 3)] / 255,
  );
  const [near, far] = [1, EDGE_WIDTH].map((radius) => boxMean(mask, size, size, radius));
  // The wide window alone is as full at the outline of a thin tail as in its middle, so both windows count.
  const coverage = near.map((value, at) => (value + far[at]) / 2);
  const out = own.slice();
  for (let at = 0; at < mask.length; at++) {
    if (!mask[at] || coverage[at] === 1) continue;
    const inner = innermost(at, size, mask, coverage);
    for (let c = 0; c < 3; c++) {
      const mean = inner.reduce((sum, near) => sum + own[3 * near + c], 0) / inner.length;
      const [low, high] = [mean - EDGE_COLOUR_RANGE, mean + EDGE_COLOUR_RANGE];
      out[3 * at + c] = Math.min(Math.max(own[3 * at + c], low), high);
    }
  }
  return out;
}

/**
 * The pixels of the mask in the window around one (itself included) whose `coverage` by the mask is largest.
 */
function innermost(at: number, size: number, mask: Float32Array, coverage: Float32Array): number[] {
  const [x, y] = [at % size, Math.floor(at / size)];
  let [best, most]: [number[], number] = [[], 0];
  for (const dy of WINDOW)
    for (const dx of WINDOW) {
      const [column, row] = [x + dx, y + dy];
      const near = row * size + column;
      if (column < 0 || row < 0 || column >= size || row >= size || !mask[near]) continue;
      if (coverage[near] > most) [best, most] = [[near], coverage[near]];
      else if (coverage[near] === most) best.push(near);
    }
  return best;
}
