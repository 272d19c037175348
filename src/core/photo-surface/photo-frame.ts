import type { RgbaImage } from '../image/image.ts';
import type { Placement } from '../image/resize.ts';

/**
 * What a photo shows of a picture that it was placed in: its edges in shares of the picture's side. An edge is infinite
 * where the animal ends within the photo: nothing of it can be beyond.
 */
export interface PhotoFrame {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** So many pixels of an edge are no accident. */
const CUT = 2;

/**
 * The frame of a cut-out placed in a square picture of `size` pixels; null where all of the animal is in the photo. A mask that
 * touches all four edges was trimmed to its outline, and is whole too.
 */
export function frameOf(
  { width, height, data }: RgbaImage,
  { scale, offsetX, offsetY }: Placement,
  size: number,
): PhotoFrame | null {
  const cuts = (count: number, at: (i: number) => number) => {
    let touched = 0;
    for (let i = 0; i < count; i++) touched += Number(data[4 * at(i) + 3] > 127);
    return touched >= CUT;
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

/** The frame in a picture whose middle is `scale` times as large. */
export function scaleFrame(frame: PhotoFrame, scale: number): PhotoFrame {
  const moved = (edge: number) => 0.5 + scale * (edge - 0.5);
  const { left, top, right, bottom } = frame;
  return { left: moved(left), top: moved(top), right: moved(right), bottom: moved(bottom) };
}

/** Whether the photo would show something there (shares of the picture's side). */
export const shows = ({ left, top, right, bottom }: PhotoFrame, x: number, y: number): boolean =>
  x > left && x < right && y > top && y < bottom;

/** A picture with another of the same size where the photo ends. */
export function continuedBy(photo: RgbaImage, frame: PhotoFrame, beyond: RgbaImage): RgbaImage {
  const { width, height } = photo;
  const data = photo.data.slice();
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [((at % width) + 0.5) / width, (Math.floor(at / width) + 0.5) / height];
    if (!shows(frame, x, y)) data.set(beyond.data.subarray(4 * at, 4 * at + 4), 4 * at);
  }
  return { width, height, data };
}
