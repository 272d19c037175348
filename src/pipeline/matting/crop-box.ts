import type { RgbaImage } from '../../core/image/image.ts';

/** A rectangle of pixels. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Alpha from which a pixel is inside. */
const INSIDE = 0.3;

/** The closer look's square is so much wider than the mouse is long. */
const MARGIN = 1.3;

/** One that would be larger than this share of the picture shows nothing new. */
const MOST = 0.9;

/** Least side of the square, share of the picture's longer side: there must be pixels. */
const LEAST = 1 / 8;

/**
 * Where to look again, closer: a square about a mask's mouse as far as the picture has one, or null where that is about the
 * whole picture.
 * @param alpha 0…1, row-major
 */
export function closerBox(alpha: Float32Array, width: number, height: number): Box | null {
  const mouse = extentOf(alpha, width, height);
  return mouse && squareAbout(mouse, { width, height }, MARGIN);
}

/** The least rectangle that holds a mask's mouse; null where there is none. */
export function extentOf(alpha: Float32Array, width: number, height: number): Box | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let i = 0; i < alpha.length; i++) {
    if (alpha[i] <= INSIDE) continue;
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
 * A square `margin` times as wide as a thing is long (and never very small), about it, as far as the picture has one; null
 * where that is about the whole picture.
 */
export function squareAbout(
  thing: Box,
  { width, height }: { width: number; height: number },
  margin: number,
): Box | null {
  const longer = Math.max(width, height);
  const side = Math.round(Math.max(LEAST * longer, margin * Math.max(thing.width, thing.height)));
  if (side > MOST * longer) return null;
  const along = (first: number, length: number, all: number) => {
    const size = Math.min(side, all);
    const start = Math.round(first + (length - size) / 2);
    return { start: Math.min(Math.max(start, 0), all - size), size };
  };
  const x = along(thing.left, thing.width, width);
  const y = along(thing.top, thing.height, height);
  return { left: x.start, top: y.start, width: x.size, height: y.size };
}

/** The same rectangle in a picture of another size. */
export function scaledBox(
  box: Box,
  from: { width: number; height: number },
  to: { width: number; height: number },
): Box {
  const along = (start: number, size: number, many: number, all: number) => {
    const first = Math.min(Math.round((start * all) / many), all - 1);
    return { first, size: Math.max(1, Math.round(((start + size) * all) / many) - first) };
  };
  const x = along(box.left, box.width, from.width, to.width);
  const y = along(box.top, box.height, from.height, to.height);
  return { left: x.first, top: y.first, width: x.size, height: y.size };
}

/** How many times larger than in a whole picture its part is shown in a square. */
export const zoomOf = (part: Box, whole: { width: number; height: number }): number =>
  Math.max(whole.width, whole.height) / Math.max(part.width, part.height);

/** The pixels of a rectangle. */
export function cropRgba({ width, data }: RgbaImage, box: Box): RgbaImage {
  const out = new Uint8ClampedArray(4 * box.width * box.height);
  for (let y = 0; y < box.height; y++) {
    const from = 4 * ((box.top + y) * width + box.left);
    out.set(data.subarray(from, from + 4 * box.width), 4 * y * box.width);
  }
  return { width: box.width, height: box.height, data: out };
}

/** The same of one plane, `width` pixels wide. */
export function cropPlane(plane: Float32Array, width: number, box: Box): Float32Array<ArrayBuffer> {
  const out = new Float32Array(box.width * box.height);
  for (let y = 0; y < box.height; y++) {
    const from = (box.top + y) * width + box.left;
    out.set(plane.subarray(from, from + box.width), y * box.width);
  }
  return out;
}

/** Puts it back into a plane, `width` pixels wide. */
export function pastePlane(plane: Float32Array, width: number, part: Float32Array, box: Box): void {
  for (let y = 0; y < box.height; y++)
    plane.set(part.subarray(y * box.width, (y + 1) * box.width), (box.top + y) * width + box.left);
}
