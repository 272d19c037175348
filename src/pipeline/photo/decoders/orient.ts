import type { RgbaImage } from '../../../core/image/image.ts';

/** Whether an EXIF orientation exchanges rows and columns. */
export const isOnSide = (orientation: number): boolean => orientation >= 5 && orientation <= 8;

/**
 * The picture as its EXIF orientation shows it (EXIF 2.3, tag 274). 1: unchanged; 2: mirrored; 3: turned by 180°;
 * 4: upside down mirrored; 5 to 8: rows and columns exchanged. Any other number counts as 1.
 */
export function oriented(image: RgbaImage, orientation: number): RgbaImage {
  if (!(orientation >= 2 && orientation <= 8)) return image;
  const { width, height, data } = image;
  const exchanged = isOnSide(orientation);
  const [outWidth, outHeight] = exchanged ? [height, width] : [width, height];
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBottom = [3, 4, 6, 7].includes(orientation);
  const out = new Uint8ClampedArray(data.length);
  const [from, to] = [
    new Uint32Array(data.buffer, data.byteOffset, width * height),
    new Uint32Array(out.buffer),
  ];
  for (let y = 0; y < outHeight; y++)
    for (let x = 0; x < outWidth; x++) {
      const column = exchanged ? y : x;
      const row = exchanged ? x : y;
      const fromX = fromRight ? width - 1 - column : column;
      const fromY = fromBottom ? height - 1 - row : row;
      to[y * outWidth + x] = from[fromY * width + fromX];
    }
  return { width: outWidth, height: outHeight, data: out };
}
