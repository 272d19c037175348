import { componentsOf } from '../../core/image/components.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { MASK_ALPHA } from '../../core/photo-surface/thresholds.ts';

/** Thresholds. Guard of all: inverted.test.ts. */
const INVERTED = {
  /** More than this fraction of each border is mouse. */
  eachBorder: 0.5,
  /** More than this fraction of the whole border is mouse. The mouse itself may reach the border. */
  wholeBorder: 0.85,
  /** The largest hole has more than this fraction of the picture's pixels. A smaller one is noise. */
  minHole: 0.001,
} as const;

/**
 * Whether a mask is white around the mouse in place of on it: it covers all four borders, and has a hole. A mouse that
 * fills the whole picture has none.
 * @param picture its alpha is the mask
 */
export function isInverted(picture: RgbaImage): boolean {
  const { width, height, data } = picture;
  const isMouse = (at: number) => data[4 * at + 3] > MASK_ALPHA;
  const share = (count: number, at: (i: number) => number) => {
    let mouse = 0;
    for (let i = 0; i < count; i++) mouse += Number(isMouse(at(i)));
    return { mouse, count };
  };
  const borders = [
    share(width, (x) => x),
    share(width, (x) => (height - 1) * width + x),
    share(height, (y) => y * width),
    share(height, (y) => y * width + width - 1),
  ];
  const all = borders.reduce((sum, { mouse }) => sum + mouse, 0);
  if (borders.some(({ mouse, count }) => mouse <= INVERTED.eachBorder * count)) return false;
  if (all <= INVERTED.wholeBorder * 2 * (width + height)) return false;
  const { labels, count } = componentsOf(picture, (at) => !isMouse(at), true);
  const areas = new Uint32Array(count + 1);
  for (const id of labels) areas[id] += 1;
  return Math.max(0, ...areas.subarray(1)) > INVERTED.minHole * width * height;
}
