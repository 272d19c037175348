import { boxMean } from '../image/box-mean.ts';
import type { RgbaImage } from '../image/image.ts';

/** Pixels from the outline inwards whose colour may be mixed with the background's. */
const MIXED = 2;

/** How far a mixed colour may be from that of the inside (0…1). */
const SLACK = 0.06;

/** Window in which the inside is looked for. */
const WINDOW = Array.from({ length: 2 * MIXED + 3 }, (_, i) => i - MIXED - 1);

/**
 * Colours of a cut-out's pixels as they are further inside: a camera mixes those of the outline with what is behind,
 * which shows as a seam from any other side. Each channel is kept near the mean of the nearby pixels that lie furthest
 * from the outline; of a thin tail those are its middle line.
 * @param mask 1 inside, 0 outside, size²
 * @returns 3·size², interleaved, 0…1
 */
export function edgeColours({ width: size, data }: RgbaImage, mask: Float32Array): Float32Array {
  const own = Float32Array.from(
    { length: 3 * size * size },
    (_, i) => data[i + Math.floor(i / 3)] / 255,
  );
  const [near, far] = [1, MIXED].map((radius) => boxMean(mask, size, size, radius));
  // Both: in a thin tail the wide window alone is as full at the outline as in the middle.
  const share = near.map((value, at) => (value + far[at]) / 2);
  const out = own.slice();
  for (let at = 0; at < mask.length; at++) {
    if (!mask[at] || share[at] === 1) continue;
    const inner = innermost(at, size, mask, share);
    for (let c = 0; c < 3; c++) {
      const mean = inner.reduce((sum, near) => sum + own[3 * near + c], 0) / inner.length;
      out[3 * at + c] = Math.min(Math.max(own[3 * at + c], mean - SLACK), mean + SLACK);
    }
  }
  return out;
}

/** The pixels of the mask around one, itself among them, whose own surroundings lie most in the mask. */
function innermost(at: number, size: number, mask: Float32Array, share: Float32Array): number[] {
  const [x, y] = [at % size, Math.floor(at / size)];
  let [best, most]: [number[], number] = [[], 0];
  for (const dy of WINDOW)
    for (const dx of WINDOW) {
      const [column, row] = [x + dx, y + dy];
      const near = row * size + column;
      if (column < 0 || row < 0 || column >= size || row >= size || !mask[near]) continue;
      if (share[near] > most) [best, most] = [[near], share[near]];
      else if (share[near] === most) best.push(near);
    }
  return best;
}
