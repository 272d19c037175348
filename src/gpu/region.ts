import { RULES } from '../core/rasterize/rules.ts';
import type { View } from '../core/rasterize/view.ts';

/**
 * A rectangle of tiles that is drawn in one run of the passes: its pairs and its pixels fit the bindings. In tiles;
 * `right` and `bottom` are one past the last.
 */
export interface Region {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Size of `struct Region` (shaders/splat.wgsl) in bytes. */
const REGION_BYTES = 32;
/** Distance of two regions' uniforms in bytes: offsets of uniforms must be multiples of 256. */
export const REGION_STEP = 256;

/** Pixels: the bound range of a picture begins at a multiple of this, which is 256 bytes at 4 bytes per pixel. */
const PIXEL_STEP = 64;

/** The pair count that the device reports for a region whose number of pairs does not fit 32 bits. */
const UNCOUNTED = 0xffffffff;

/** Splits a picture into bands of tile rows. A band has at most `pixelsAtOnce` pixels, but at least one tile row. */
export function bandsOf({ width, tilesX, tilesY }: View, pixelsAtOnce: number): Region[] {
  const pixels = pixelsAtOnce - PIXEL_STEP;
  const rows = Math.max(1, Math.floor(pixels / (RULES.TILE * width)));
  return splitRegion({ left: 0, top: 0, right: tilesX, bottom: tilesY }, Math.ceil(tilesY / rows));
}

/**
 * Splits every region that needs more than `capacity` pairs; a single tile is not split. `needed` is the number of
 * pairs per region. The other regions are returned unchanged.
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

/** Splits a region into about `pieces` of nearly equal size: by rows first, then by columns too. */
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

/** The pixels that are bound while a region is drawn: all of its rows, beginning at a multiple of `PIXEL_STEP`. */
export function pixelsOf({ top, bottom }: Region, { width, height }: View) {
  const first = top * RULES.TILE * width;
  const start = first - (first % PIXEL_STEP);
  return { start, count: Math.min(height, bottom * RULES.TILE) * width - start };
}

/** The uniforms of all regions, `REGION_STEP` bytes apart. @param capacity pairs for which there is room */
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
