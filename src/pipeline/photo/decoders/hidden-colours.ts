import { decode } from 'fast-png';
import type { RgbaImage } from '../../../core/image/image.ts';
import { readPhotoHeader } from '../header.ts';
import { pngChunks } from '../chunks.ts';

/** Chunks that change how the levels of a PNG are shown, or how it is turned. */
const COLOUR_CHUNKS = ['iCCP', 'gAMA', 'cHRM', 'cICP', 'eXIf'];

/** Whether a pixel is not opaque. */
function isTransparent({ data }: RgbaImage): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] < 255) return true;
  return false;
}

/** Whether the file is a PNG of the picture's size whose levels are shown as they are. */
function isPlainPng({ width, height }: RgbaImage, bytes: Uint8Array): boolean {
  const header = readPhotoHeader(bytes);
  if (header?.format !== 'png' || header.size?.width !== width || header.size.height !== height)
    return false;
  return ![...pngChunks(bytes)].some(({ type }) => COLOUR_CHUNKS.includes(type));
}

/**
 * Restores the colours of transparent pixels, which a canvas loses because it multiplies them by alpha. A picture whose
 * transparency is no cut-out needs them. Only for 8-bit PNGs with alpha and without colour profile; all other pictures
 * stay as they are. Changes `image`.
 */
export async function restoreHiddenColours(image: RgbaImage, file: Blob): Promise<void> {
  if (!isTransparent(image)) return;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const png = isPlainPng(image, bytes) ? tryDecode(bytes) : null;
  if (png?.depth !== 8 || (png.channels !== 4 && png.channels !== 2)) return;
  const colours = png.channels - 1;
  for (let pixel = 0; pixel < image.width * image.height; pixel++) {
    if (image.data[4 * pixel + 3] === 255) continue;
    for (let c = 0; c < 3; c++)
      image.data[4 * pixel + c] = png.data[png.channels * pixel + Math.min(c, colours - 1)];
  }
}

/** The PNG. Null if this decoder is stricter than the browser's, which has shown the file. */
function tryDecode(bytes: Uint8Array): ReturnType<typeof decode> | null {
  try {
    return decode(bytes);
  } catch {
    return null;
  }
}
