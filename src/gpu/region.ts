import { RULES } from '../core/rasterize/rules.ts';
import type { View } from '../core/rasterize/view.ts';

/**
 * A rectangle of tiles, small enough that its pairs and its pixels fit into the bindings. All kernels from
 * `count-tiles` to `blend` run once per region. The numbers are tile indices; `right` and `bottom` are one past the
 * last tile.
 */
export interface Region {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Size of `struct Region` (shaders/splat.wgsl) in bytes. */
const REGION_BYTES = 32;
/** Distance in bytes between the uniforms of two regions. Offsets of uniforms must be multiples of 256. */
export const REGION_STEP = 256;

/** Pixels. The bound range of a picture begins at a multiple of this: 256 bytes at 4 bytes per pixel. */
const PIXEL_STEP = 64;

/** The number of pairs that the device reports for a region if the true number may not fit into 32 bits. */
const UNCOUNTED = 0xffffffff;

/** Splits a picture into bands of tile rows. A band has at most `pixelsAtOnce` pixels, or a single tile row. */
export function bandsOf({ width, tilesX, tilesY }: View, pixelsAtOnce: number): Region[] {
  const pixels = pixelsAtOnce - PIXEL_STEP;
  const rows = Math.max(1, Math.floor(pixels / (RULES.TILE * width)));
  return splitRegion({ left: 0, top: 0, right: tilesX, bottom: tilesY }, Math.ceil(tilesY / rows));
}

/**
 * Splits every region that needs more than `capacity` pairs. A region of a single tile is not split. The other
 * regions are returned unchanged.
 * @param needed the number of pairs that each region needs
 */
export function splitCrowded(
  regions: readonly Region[],
  needed: Uint32Array,
  capacity: number,
): Region[] {
  return regions.flatMap((region, i) => {
    if (needed[i] <= capacity) return [region];
    const pieces = needed[i] === UNCOUNTED ? 16 : Math.ceil((1.25 * needed[i]) / capacity);
    return splitRegion(region, Math.max(2, pieces));
  });
}

/**
 * Splits a region into about `pieces` regions of nearly equal size: first into groups of rows, then also into groups
 * of columns.
 */
function splitRegion({ left, top, right, bottom }: Region, pieces: number): Region[] {
  const rows = Math.min(pieces, bottom - top);
  const columns = Math.min(Math.ceil(pieces / rows), right - left);
  const boundary = (from: number, to: number, k: number, n: number) =>
    from + Math.floor(((to - from) * k) / n);
  return Array.from({ length: rows * columns }, (_, i) => ({
    left: boundary(left, right, i % columns, columns),
    right: boundary(left, right, (i % columns) + 1, columns),
    top: boundary(top, bottom, Math.floor(i / columns), rows),
    bottom: boundary(top, bottom, Math.floor(i / columns) + 1, rows),
  }));
}

/** The number of tiles in a region. */
export const tileCount = ({ left, top, right, bottom }: Region): number =>
  (right - left) * (bottom - top);

/**
 * The range of pixels that is bound while a region is drawn: all rows of the region, in full width. The range begins
 * at a multiple of `PIXEL_STEP`.
 */
export function pixelsOf({ top, bottom }: Region, { width, height }: View) {
  const first = top * RULES.TILE * width;
  const start = first - (first % PIXEL_STEP);
  return { start, count: Math.min(height, bottom * RULES.TILE) * width - start };
}

/**
 * The uniforms of all regions, `REGION_STEP` bytes apart.
 * @param capacity the number of pairs that fit into the buffers
 */
export function regionUniforms(
  regions: readonly Region[],
  view: View,
  capacity: number,
): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array((REGION_STEP / 4) * regions.length);
  regions.forEach((region, index) => {
    const { left, top, right, bottom } = region;
    const { start } = pixelsOf(region, view);
    words.set([left, top, right, bottom, start, index, capacity], (REGION_STEP / 4) * index);
  });
  return words;
}

/** The binding of one region's uniform. */
export const regionBinding = (buffer: GPUBuffer, index: number): GPUBufferBinding => ({
  buffer,
  offset: REGION_STEP * index,
  size: REGION_BYTES,
});
