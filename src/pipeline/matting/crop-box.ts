import type { RgbaImage } from '../../core/image/image.ts';
import { CROP } from './thresholds.ts';

/** A rectangle of pixels in a picture. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * The rectangle of the close-up: a square around the mouse of a mask, clipped to the picture.
 * @param alpha 0…1, row-major
 * @returns null if the mask is empty, or if `squareAround` is null
 */
export function closeUpBox(alpha: Float32Array, width: number, height: number): Box | null {
  const mouse = extentOf(alpha, width, height);
  return mouse && squareAround(mouse, { width, height }, CROP.closeUpMargin);
}

/**
 * Bounding box of the pixels with alpha above `CROP.mouseAlpha`; null if no pixel has a higher alpha.
 * @param alpha 0…1, row-major
 */
export function extentOf(alpha: Float32Array, width: number, height: number): Box | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let i = 0; i < alpha.length; i++) {
    if (alpha[i] <= CROP.mouseAlpha) continue;
    const x = i % width;
    const y = (i - x) / width;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = y;
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/**
 * A square around a mouse. Its side is `margin` times the longer side of the mouse's bounding box, and at least
 * `CROP.minFraction` of the picture's longer side. The square is moved into the picture. If the picture is
 * narrower than the square, the box is as narrow as the picture.
 * @returns null if the side is more than `CROP.maxFraction` of the picture's longer side
 */
export function squareAround(
  mouse: Box,
  { width, height }: { width: number; height: number },
  margin: number,
): Box | null {
  const longer = Math.max(width, height);
  const side = Math.round(
    Math.max(CROP.minFraction * longer, margin * Math.max(mouse.width, mouse.height)),
  );
  if (side > CROP.maxFraction * longer) return null;
  const along = (first: number, length: number, all: number) => {
    const size = Math.min(side, all);
    const start = Math.round(first + (length - size) / 2);
    return { start: Math.min(Math.max(start, 0), all - size), size };
  };
  const x = along(mouse.left, mouse.width, width);
  const y = along(mouse.top, mouse.height, height);
  return { left: x.start, top: y.start, width: x.size, height: y.size };
}

/**
 * A rectangle of a picture of size `from`, converted to the same picture of size `to`. The result has at least
 * one pixel and lies within the picture.
 */
export function scaledBox(
  box: Box,
  from: { width: number; height: number },
  to: { width: number; height: number },
): Box {
  const along = (start: number, size: number, fromAll: number, toAll: number) => {
    const first = Math.min(Math.round((start * toAll) / fromAll), toAll - 1);
    return { first, size: Math.max(1, Math.round(((start + size) * toAll) / fromAll) - first) };
  };
  const x = along(box.left, box.width, from.width, to.width);
  const y = along(box.top, box.height, from.height, to.height);
  return { left: x.first, top: y.first, width: x.size, height: y.size };
}

/** How many times larger a crop appears in the network's input than it does if the whole picture is the input. */
export const zoomOf = (crop: Box, whole: { width: number; height: number }): number =>
  Math.max(whole.width, whole.height) / Math.max(crop.width, crop.height);

/** The pixels of a rectangle, as a picture. */
export function cropRgba({ width, data }: RgbaImage, box: Box): RgbaImage {
  const out = new Uint8ClampedArray(4 * box.width * box.height);
  for (let y = 0; y < box.height; y++) {
    const from = 4 * ((box.top + y) * width + box.left);
    out.set(data.subarray(from, from + 4 * box.width), 4 * y * box.width);
  }
  return { width: box.width, height: box.height, data: out };
}

/** The values of a rectangle in a plane that is `width` pixels wide. */
export function cropPlane(plane: Float32Array, width: number, box: Box): Float32Array<ArrayBuffer> {
  const out = new Float32Array(box.width * box.height);
  for (let y = 0; y < box.height; y++) {
    const from = (box.top + y) * width + box.left;
    out.set(plane.subarray(from, from + box.width), y * box.width);
  }
  return out;
}

/** Copies a crop into a rectangle of a plane that is `width` pixels wide. Changes `plane`. */
export function pastePlane(plane: Float32Array, width: number, crop: Float32Array, box: Box): void {
  for (let y = 0; y < box.height; y++)
    plane.set(crop.subarray(y * box.width, (y + 1) * box.width), (box.top + y) * width + box.left);
}
