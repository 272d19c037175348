import { boxMean } from '../image/box-mean.ts';
import type { RgbaImage } from '../image/image.ts';
import { EDGE_COLOUR_RANGE, EDGE_WIDTH } from './thresholds.ts';

/**
 * Offsets, along one axis, from a pixel to the pixels of the window. The innermost pixels are searched for in
 * this window.
 */
const WINDOW = Array.from({ length: 2 * EDGE_WIDTH + 3 }, (_, i) => i - EDGE_WIDTH - 1);

/**
 * The colours of a cut-out's pixels, corrected near the outline. Near the outline a camera mixes the mouse's
 * colour with the background's. From any other direction this mixture would be a visible seam. Near each edge
 * pixel the pixels that lie furthest inside the mask are found. Each channel of the edge pixel is clamped to
 * their mean ± `EDGE_COLOUR_RANGE`, which is smaller for dark colours. In a thin tail these inner pixels are the middle line of the tail.
 * @param image the cut-out, square
 * @param mask 1 inside, 0 outside, size²
 * @returns 3·size², interleaved, 0…1
 */
export function edgeColours({ width: size, data }: RgbaImage, mask: Float32Array): Float32Array {
  const original = Float32Array.from(
    { length: 3 * size * size },
    (_, i) => data[i + Math.floor(i / 3)] / 255,
  );
  const [narrow, wide] = [1, EDGE_WIDTH].map((radius) => boxMean(mask, size, size, radius));
  // In a thin tail the wide window contains as much mask at the outline as in the middle. So the narrow
  // window is counted too.
  const coverage = narrow.map((value, at) => (value + wide[at]) / 2);
  const out = original.slice();
  for (let at = 0; at < mask.length; at++) {
    if (!mask[at] || coverage[at] === 1) continue;
    const inner = innermost(at, size, mask, coverage);
    for (let c = 0; c < 3; c++) {
      const mean = inner.reduce((sum, near) => sum + original[3 * near + c], 0) / inner.length;
      const { dark, perLight, most } = EDGE_COLOUR_RANGE;
      const range = Math.min(dark + perLight * mean, most);
      const [low, high] = [mean - range, mean + range];
      out[3 * at + c] = Math.min(Math.max(original[3 * at + c], low), high);
    }
  }
  return out;
}

/**
 * Indices of the mask's pixels with the largest `coverage`, in the window around pixel `at`. Pixel `at` may
 * be among them.
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
