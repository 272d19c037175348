import type { RgbaImage } from '../image/image.ts';
import type { Placement } from '../image/resize.ts';
import { MASK_ALPHA, MIN_CUT_PIXELS } from './thresholds.ts';

/**
 * The rectangle that a photo covers in a square picture, where the photo cuts the mouse off. Edges are
 * fractions of the picture's side, from the left and from the top. An edge is infinite where the whole mouse
 * ends within the photo.
 */
export interface PhotoFrame {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * The frame of a cut-out that is placed in a square picture of `size` pixels. Null if all of the mouse is in
 * the photo. A mask that touches all four edges was trimmed to the mouse's outline, so that mouse is whole
 * too.
 */
export function photoFrameOf(
  { width, height, data }: RgbaImage,
  { scale, offsetX, offsetY }: Placement,
  size: number,
): PhotoFrame | null {
  const cuts = (count: number, at: (i: number) => number) => {
    let touched = 0;
    for (let i = 0; i < count; i++) touched += Number(data[4 * at(i) + 3] > MASK_ALPHA);
    return touched >= MIN_CUT_PIXELS;
  };
  const left = cuts(height, (y) => y * width);
  const right = cuts(height, (y) => (y + 1) * width - 1);
  const top = cuts(width, (x) => x);
  const bottom = cuts(width, (x) => (height - 1) * width + x);
  const count = [left, right, top, bottom].filter(Boolean).length;
  if (count === 0 || count === 4) return null;
  return {
    left: left ? offsetX / size : -Infinity,
    top: top ? offsetY / size : -Infinity,
    right: right ? (offsetX + scale * width) / size : Infinity,
    bottom: bottom ? (offsetY + scale * height) / size : Infinity,
  };
}

/** The frame after the picture is enlarged `scale` times about its centre. */
export function scaleFrame(frame: PhotoFrame, scale: number): PhotoFrame {
  const moved = (edge: number) => 0.5 + scale * (edge - 0.5);
  const { left, top, right, bottom } = frame;
  return { left: moved(left), top: moved(top), right: moved(right), bottom: moved(bottom) };
}

/** Whether a position of the picture (fractions of its side) lies inside the photo. */
export const isInFrame = (
  { left, top, right, bottom }: PhotoFrame,
  x: number,
  y: number,
): boolean => x > left && x < right && y > top && y < bottom;

/** The photo, with the pixels of `other` (a picture of the same size) beyond its frame. */
export function continuedBy(photo: RgbaImage, frame: PhotoFrame, other: RgbaImage): RgbaImage {
  const { width, height } = photo;
  const data = photo.data.slice();
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [((at % width) + 0.5) / width, (Math.floor(at / width) + 0.5) / height];
    if (!isInFrame(frame, x, y)) data.set(other.data.subarray(4 * at, 4 * at + 4), 4 * at);
  }
  return { width, height, data };
}
