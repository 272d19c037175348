import type { RgbaImage } from '../image/image.ts';
import { isSameShape } from './same-shape.ts';

/** Level, 0…255. A pixel is background if all its channels are above it. The lab's `threshold` of `add_alpha`. */
export const WHITE = 250;

/** A picture is on white if more than this fraction of its border is. */
const WHITE_BORDER = 0.5;

const isWhite = ({ data }: RgbaImage, at: number, level: number): boolean =>
  data[4 * at] > level && data[4 * at + 1] > level && data[4 * at + 2] > level;

/** Whether most of the border of a picture is white. */
export function isOnWhite(image: RgbaImage, level = WHITE): boolean {
  const { width, height } = image;
  let [white, all] = [0, 0];
  const look = (at: number) => {
    all += 1;
    white += Number(isWhite(image, at, level));
  };
  for (let x = 0; x < width; x++) [x, (height - 1) * width + x].forEach(look);
  for (let y = 0; y < height; y++) [y * width, (y + 1) * width - 1].forEach(look);
  return white > WHITE_BORDER * all;
}

/** The picture with the white pixels transparent. Their colours stay. */
export function withoutWhite(image: RgbaImage, level = WHITE): RgbaImage {
  const data = image.data.slice();
  for (let at = 0; at < data.length / 4; at++) if (isWhite(image, at, level)) data[4 * at + 3] = 0;
  return { ...image, data };
}

/**
 * The picture with a mask as its alpha: the mask's first channel times its alpha. The mask may have another size with
 * the same proportions. Null if it has others.
 */
export function withMask(picture: RgbaImage, mask: RgbaImage): RgbaImage | null {
  const { width, height } = picture;
  if (!isSameShape(mask, picture)) return null;
  const data = picture.data.slice();
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const row = Math.floor(((y + 0.5) * mask.height) / height);
      const column = Math.floor(((x + 0.5) * mask.width) / width);
      const at = 4 * (row * mask.width + column);
      data[4 * (y * width + x) + 3] = Math.round((mask.data[at] * mask.data[at + 3]) / 255);
    }
  return { width, height, data };
}
