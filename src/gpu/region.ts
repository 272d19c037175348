import { RULES } from '../core/rasterize/rules.ts';
import type { View } from '../core/rasterize/view.ts';

/** A rectangle of tiles, half-open, that is drawn at one go: its pairs and its part of the picture fit the bindings. */
export interface Region {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** `struct Region` of shaders/splat.wgsl, in bytes; offsets of uniforms are multiples of 256. */
const REGION_BYTES = 32;
export const REGION_STEP = 256;

/** Parts of a picture are bound from a multiple of this many pixels: 256 bytes at 4 bytes a pixel. */
const PIXEL_STEP = 64;

/** What the device says of a region whose pairs are more than 32 bits count. */
const UNCOUNTED = 0xffffffff;

/** Bands of tile rows, each at most `pixelsAtOnce` of the picture; at least a row. */
export function bandsOf({ width, tilesX, tilesY }: View, pixelsAtOnce: number): Region[] {
  const pixels = pixelsAtOnce - PIXEL_STEP;
  const rows = Math.max(1, Math.floor(pixels / (RULES.TILE * width)));
  return cut({ left: 0, top: 0, right: tilesX, bottom: tilesY }, Math.ceil(tilesY / rows));
}

/** Those regions in pieces that need more than `capacity` pairs; a piece is a tile at least. */
export function splitCrowded(
  regions: readonly Region[],
  needed: Uint32Array,
  capacity: number,
): Region[] {
  return regions.flatMap((region, i) => {
    if (needed[i] <= capacity) return [region];
    const parts = needed[i] === UNCOUNTED ? 16 : Math.ceil((1.25 * needed[i]) / capacity);
    return cut(region, Math.max(2, parts));
  });
}

/** Rows first, as even as they go, then columns. */
function cut({ left, top, right, bottom }: Region, parts: number): Region[] {
  const rows = Math.min(parts, bottom - top);
  const columns = Math.min(Math.ceil(parts / rows), right - left);
  const at = (from: number, to: number, k: number, n: number) =>
    from + Math.floor(((to - from) * k) / n);
  return Array.from({ length: rows * columns }, (_, i) => ({
    left: at(left, right, i % columns, columns),
    right: at(left, right, (i % columns) + 1, columns),
    top: at(top, bottom, Math.floor(i / columns), rows),
    bottom: at(top, bottom, Math.floor(i / columns) + 1, rows),
  }));
}

export const tileCount = ({ left, top, right, bottom }: Region): number =>
  (right - left) * (bottom - top);

/** The pixels that are bound to draw a region: its rows, from a multiple of 64. */
export function pixelsOf({ top, bottom }: Region, { width, height }: View) {
  const first = top * RULES.TILE * width;
  const start = first - (first % PIXEL_STEP);
  return { start, count: Math.min(height, bottom * RULES.TILE) * width - start };
}

/** All regions' uniforms, one behind the other. */
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

/** The uniform of one region. */
export const regionBinding = (buffer: GPUBuffer, index: number): GPUBufferBinding => ({
  buffer,
  offset: REGION_STEP * index,
  size: REGION_BYTES,
});
