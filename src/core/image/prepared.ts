import type { RgbaImage } from './image.ts';
import { compositeOnWhite } from './pixels.ts';
import { placeOnWhite } from './resize.ts';

/** Side of a corner, as a fraction of the picture's side: 10 of 512 pixels. */
const CORNER = 10 / 512;

/** Level, 0…255. A corner whose mean is above it is white. */
const WHITE = 250;

/** A prepared picture has at least so many white corners. The mouse may reach into the fourth. */
const MIN_CORNERS = 3;

/** Mean level of all channels in a square of a picture. */
function meanLevel({ width, data }: RgbaImage, left: number, top: number, side: number): number {
  let sum = 0;
  for (let y = top; y < top + side; y++)
    for (let x = left; x < left + side; x++)
      for (let c = 0; c < 3; c++) sum += data[4 * (y * width + x) + c];
  return sum / (3 * side * side);
}

/**
 * Whether a picture is prepared: square, on white or transparent, with at least three white corners. The lab's mark of
 * pictures that its cameras took.
 */
export function isPrepared(picture: RgbaImage): boolean {
  const { width, height } = picture;
  if (width !== height) return false;
  const image = compositeOnWhite(picture);
  const side = Math.max(1, Math.round(CORNER * width));
  const far = width - side;
  const corners = [
    [0, 0],
    [far, 0],
    [0, far],
    [far, far],
  ];
  const white = corners.filter(([left, top]) => meanLevel(image, left, top, side) > WHITE);
  return white.length >= MIN_CORNERS;
}

/** The picture on white, with this side in pixels. A picture that has it is not resampled. */
export const asSubject = (picture: RgbaImage, size: number): RgbaImage =>
  picture.width === size
    ? compositeOnWhite(picture)
    : placeOnWhite(picture, { scale: size / picture.width, offsetX: 0, offsetY: 0 }, size, size);
