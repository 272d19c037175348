import { componentsOf } from '../image/components.ts';
import { MOUSE_ALPHA, type EditedMask } from './mask.ts';

/** The parts are counted in a mask of this many pixels on its longer side. */
const SIDE = 320;

/** A part of less than this fraction of the largest part is a speck. */
const MIN_PART = 0.02;

/** How many separate parts a mask has. Specks do not count. */
export function countParts({ width, height, alpha }: EditedMask): number {
  const step = Math.max(1, Math.ceil(Math.max(width, height) / SIDE));
  const small = { width: Math.ceil(width / step), height: Math.ceil(height / step) };
  const isMouse = (at: number) => {
    const [x, y] = [at % small.width, Math.floor(at / small.width)];
    return alpha[y * step * width + x * step] > MOUSE_ALPHA;
  };
  const { labels, count } = componentsOf(small, isMouse, true);
  const areas = new Uint32Array(count + 1);
  for (const label of labels) areas[label] += 1;
  const parts = areas.subarray(1);
  const largest = parts.reduce((most, area) => Math.max(most, area), 0);
  return parts.filter((area) => area >= MIN_PART * largest).length;
}
