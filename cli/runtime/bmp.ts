import { decode } from 'bmp-ts';
import type { RgbaImage } from '../../src/core/image/image.ts';

/** Compressions RLE8 and RLE4, which bmp-ts decodes with rows in a wrong place. */
const RUN_LENGTHS = [1, 2];

/**
 * The pixels of a BMP file. libvips as sharp has it does not read this format.
 * @throws Error if the file is damaged, or of a variant that is not read
 */
export function decodeBmp(bytes: ArrayBuffer): RgbaImage {
  const header = new DataView(bytes);
  if (RUN_LENGTHS.includes(header.getUint32(30, true)))
    throw new Error('BMP files with run lengths are not read.');
  // The decoder's own order, alpha, blue, green, red: with its option toRGBA, colour tables come out in a wrong order.
  const { width, height, data, bitPP } = decode(Buffer.from(bytes));
  const pixels = new Uint8ClampedArray(4 * width * height);
  // Many programs leave the fourth byte at 0, which then is no alpha.
  const hasAlpha = bitPP === 32 && data.some((value, i) => i % 4 === 0 && value > 0);
  for (let i = 0; i < pixels.length; i += 4) {
    for (let c = 0; c < 3; c++) pixels[i + c] = data[i + 3 - c];
    pixels[i + 3] = hasAlpha ? data[i] : 255;
  }
  return { width, height, data: pixels };
}
