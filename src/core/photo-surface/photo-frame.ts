import type { RgbaImage } from '../image/image.ts';
import type { Placement } from '../image/resize.ts';
import { MASK_ALPHA, MIN_CUT_PIXELS } from './thresholds.ts';

/**
 * The edges at which a photo cuts the mouse off, in a square picture that contains the photo. An edge is a
 * fraction of the picture's side, measured from the left or from the top. An edge that does not cut the mouse
 * off is infinite.
 */
export interface PhotoFrame {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * The frame of a cut-out that is placed in a square picture of `size`² pixels. Null if the photo contains the
 * whole mouse.
 * @param mayBeTrimmed whether a mask that touches all four edges shows a whole mouse: somebody trimmed the cut-out to the
 *   mouse's outline. What a camera took is not trimmed: there it is a close-up, which all four edges cut
 */
export function photoFrameOf(
  { width, height, data }: RgbaImage,
  { scale, offsetX, offsetY }: Placement,
  size: number,
  mayBeTrimmed: boolean,
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
  if (count === 0 || (count === 4 && mayBeTrimmed)) return null;
  return {
    left: left ? offsetX / size : -Infinity,
    top: top ? offsetY / size : -Infinity,
    right: right ? (offsetX + scale * width) / size : Infinity,
    bottom: bottom ? (offsetY + scale * height) / size : Infinity,
  };
}

/** The frame in a picture that is enlarged `scale` times about its centre. */
export function scaleFrame(frame: PhotoFrame, scale: number): PhotoFrame {
  const moved = (edge: number) => 0.5 + scale * (edge - 0.5);
  const { left, top, right, bottom } = frame;
  return { left: moved(left), top: moved(top), right: moved(right), bottom: moved(bottom) };
}

/**
 * Whether a position of the picture lies inside the frame. `x` and `y` are fractions of the picture's side.
 */
export const isInFrame = (
  { left, top, right, bottom }: PhotoFrame,
  x: number,
  y: number,
): boolean => x > left && x < right && y > top && y < bottom;

/** The photo inside the frame, and the pixels of `other` beyond it. Both pictures have the same size. */
export function continuedBy(photo: RgbaImage, frame: PhotoFrame, other: RgbaImage): RgbaImage {
  const { width, height } = photo;
  const data = photo.data.slice();
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [((at % width) + 0.5) / width, (Math.floor(at / width) + 0.5) / height];
    if (!isInFrame(frame, x, y)) data.set(other.data.subarray(4 * at, 4 * at + 4), 4 * at);
  }
  return { width, height, data };
}
