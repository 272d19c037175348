import { larger, viewOf, type Size } from './size.ts';

/** Markers without a length: TEM, and RST0 to EOI except SOS. */
export const isAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** SOF0 to SOF15. DHT, JPG and DAC have numbers between them. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/**
 * Width and height from the frame headers (SOFn) before a JPEG's first scan; the largest, if there are several. Null
 * if these bytes have none. Segments are skipped by their length, so the thumbnail in an EXIF segment is not read.
 *
 * Decoders skip bytes that do not belong to a segment, and lengths below 2 (libjpeg: `next_marker`, `skip_variable`
 * of jdmarker.c). This function skips them too. Otherwise such bytes could hide the size.
 */
export function jpegSize(bytes: Uint8Array): Size | null {
  const view = viewOf(bytes);
  let size: Size | null = null;
  for (let at = 2; ;) {
    while (at < bytes.length && bytes[at] !== 0xff) at += 1;
    while (at < bytes.length && bytes[at] === 0xff) at += 1;
    const marker = bytes[at];
    at += 1;
    if (at + 2 > bytes.length || marker === 0xda || marker === 0xd9) return size;
    if (marker === 0 || isAlone(marker)) continue;
    if (isFrame(marker) && at + 7 <= bytes.length)
      size = larger(size, { height: view.getUint16(at + 3), width: view.getUint16(at + 5) });
    at += Math.max(2, view.getUint16(at));
  }
}
