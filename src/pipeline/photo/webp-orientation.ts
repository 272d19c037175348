import { typeAt, viewOf } from './size.ts';

const ORIENTATION = 0x0112;

/** The EXIF orientation in a TIFF structure, 1…8; 1 if it states none. */
function orientationOf(exif: Uint8Array): number {
  const view = viewOf(exif);
  if (exif.length < 8) return 1;
  const little = typeAt(exif, 0).startsWith('II');
  const first = view.getUint32(4, little);
  if (first + 2 > exif.length) return 1;
  const count = view.getUint16(first, little);
  for (let i = 0; i < count; i++) {
    const at = first + 2 + 12 * i;
    if (at + 12 > exif.length) return 1;
    if (view.getUint16(at, little) === ORIENTATION) return view.getUint16(at + 8, little);
  }
  return 1;
}

/**
 * The EXIF orientation of a WebP file, 1…8; 1 if it states none. Chromium does not apply it, other than that of JPEG,
 * PNG and AVIF.
 */
export function webpOrientation(bytes: Uint8Array): number {
  const view = viewOf(bytes);
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = view.getUint32(at + 4, true);
    if (typeAt(bytes, at) === 'EXIF') {
      const chunk = bytes.subarray(at + 8, at + 8 + length);
      // Some programs write the prefix that EXIF has in JPEG files.
      return orientationOf(typeAt(chunk, 0) === 'Exif' ? chunk.subarray(6) : chunk);
    }
    at += 8 + length + (length % 2);
  }
  return 1;
}
