import { riffChunks } from './chunks.ts';
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
  const exif = [...riffChunks(bytes)].find(({ type }) => type === 'EXIF')?.content;
  if (!exif) return 1;
  // Some programs write the prefix that EXIF has in JPEG files.
  return orientationOf(typeAt(exif, 0) === 'Exif' ? exif.subarray(6) : exif);
}
