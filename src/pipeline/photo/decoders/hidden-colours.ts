import { decode } from 'fast-png';
import type { RgbaImage } from '../../../core/image/image.ts';
import { typeAt, viewOf } from '../size.ts';

/** Chunks that change how the levels of a PNG are shown. */
const COLOUR_CHUNKS = ['iCCP', 'gAMA', 'cHRM', 'cICP', 'eXIf'];

/** Whether the levels of a PNG are shown as they are. */
function isPlain(bytes: Uint8Array): boolean {
  const view = viewOf(bytes);
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    const type = typeAt(bytes, at + 4);
    if (COLOUR_CHUNKS.includes(type)) return false;
    if (type === 'IDAT') return true;
  }
  return false;
}

/**
 * Restores the colours of transparent pixels, which a canvas loses because it multiplies them by alpha. A picture whose
 * transparency is no cut-out needs them. Only for 8-bit PNGs with alpha and without colour profile; all other pictures
 * stay as they are. Changes `image`.
 * @param bytes the file
 */
export function restoreHiddenColours(image: RgbaImage, bytes: Uint8Array): void {
  if (typeAt(bytes, 1) !== 'PNG\r' || !isPlain(bytes)) return;
  const { width, height, channels, depth, data } = decode(bytes);
  if (depth !== 8 || width !== image.width || height !== image.height) return;
  if (channels !== 4 && channels !== 2) return;
  const colours = channels - 1;
  for (let pixel = 0; pixel < width * height; pixel++) {
    if (image.data[4 * pixel + 3] === 255) continue;
    for (let c = 0; c < 3; c++)
      image.data[4 * pixel + c] = data[channels * pixel + Math.min(c, colours - 1)];
  }
}
