import { componentsOf } from '../../core/image/components.ts';
import { dilated } from '../../core/image/dilate.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { MASK_ALPHA } from '../../core/photo-surface/thresholds.ts';

/** Thresholds. Guard of all: parts.test.ts. */
const PARTS = {
  /** Longer side of the grid on which a mask is looked at, cells. A cell is mouse if one of its pixels is. */
  gridSide: 512,
  /**
   * Pieces of a mask with a smaller gap are one part. Fraction of the longer side of the largest piece. The bar of a cage
   * that cuts a tail off is narrower.
   */
  maxGap: 0.12,
  /** A part of less than this fraction of the largest part's pixels is dust. */
  minArea: 0.002,
} as const;

/** A rectangle of pixels; `right` and `bottom` are the first beyond it. */
export interface Extent {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Pieces of a mask that lie near each other. */
export interface MaskPart {
  /** Number of pixels. */
  area: number;
  /** Mean position of its pixels. */
  middle: [x: number, y: number];
  extent: Extent;
}

/** The parts of a mask, the largest first, without dust. */
export interface MaskParts {
  parts: MaskPart[];
  /** The middles of the cells of each part, pixels of the picture. */
  positions: (readonly [x: number, y: number])[][];
  /** The picture with only some parts of its mask: all other pixels are transparent. Changes the picture. */
  keep: (kept: readonly number[]) => void;
}

/**
 * The parts of the mask of a picture.
 * @param picture its alpha is the mask. Pixels with an alpha above `MASK_ALPHA` are mouse
 */
export function partsOf(picture: RgbaImage): MaskParts {
  const { width, height, data } = picture;
  const scale = Math.min(1, PARTS.gridSide / Math.max(width, height));
  const grid = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  const cellOf = (x: number, y: number) =>
    Math.floor((y * grid.height) / height) * grid.width + Math.floor((x * grid.width) / width);
  const mouse = new Uint8Array(grid.width * grid.height);
  const forMouse = (act: (x: number, y: number) => void) => {
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) if (data[4 * (y * width + x) + 3] > MASK_ALPHA) act(x, y);
  };
  forMouse((x, y) => (mouse[cellOf(x, y)] = 1));
  const gap = PARTS.maxGap * longestOf(mouse, grid);
  const near = dilated(mouse, grid, Math.ceil(gap / 2));
  const { labels, count } = componentsOf(grid, (at) => near[at] > 0, true);
  const found = Array.from({ length: count }, emptyPart);
  forMouse((x, y) => addPixel(found[labels[cellOf(x, y)] - 1], x, y));
  const order = found
    .map((_, i) => i)
    .filter((i) => found[i].area > 0)
    .sort((a, b) => found[b].area - found[a].area)
    .filter((i, _, [largest]) => found[i].area >= PARTS.minArea * found[largest].area);
  const positions = order.map((): [number, number][] => []);
  mouse.forEach((is, at) => {
    positions[is ? order.indexOf(labels[at] - 1) : -1]?.push([
      (((at % grid.width) + 0.5) * width) / grid.width,
      ((Math.floor(at / grid.width) + 0.5) * height) / grid.height,
    ]);
  });
  return {
    parts: order.map((i) => finished(found[i])),
    positions,
    keep(kept) {
      const stays = new Set(kept.map((part) => order[part] + 1));
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          if (!stays.has(labels[cellOf(x, y)])) data[4 * (y * width + x) + 3] = 0;
    },
  };
}

/** The longer side of the largest connected piece of a mask. */
function longestOf(mask: Uint8Array, grid: { width: number; height: number }): number {
  const { labels, count } = componentsOf(grid, (at) => mask[at] > 0, true);
  const pieces = Array.from({ length: count }, emptyPart);
  labels.forEach((id, at) => {
    if (id > 0) addPixel(pieces[id - 1], at % grid.width, Math.floor(at / grid.width));
  });
  const largest = pieces.reduce((a, b) => (b.area > a.area ? b : a), emptyPart());
  const { left, top, right, bottom } = largest.extent;
  return largest.area === 0 ? 0 : Math.max(right - left, bottom - top);
}

/** A part whose `middle` is still a sum. */
const emptyPart = (): MaskPart => ({
  area: 0,
  middle: [0, 0],
  extent: { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity },
});

function addPixel(part: MaskPart, x: number, y: number): void {
  part.area += 1;
  part.middle[0] += x + 0.5;
  part.middle[1] += y + 0.5;
  const { extent } = part;
  extent.left = Math.min(extent.left, x);
  extent.right = Math.max(extent.right, x + 1);
  extent.top = Math.min(extent.top, y);
  extent.bottom = Math.max(extent.bottom, y + 1);
}

const finished = ({ area, middle: [x, y], extent }: MaskPart): MaskPart => ({
  area,
  middle: [x / area, y / area],
  extent,
});
