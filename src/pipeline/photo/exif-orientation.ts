import { pngChunks, riffChunks, type Chunk } from './chunks.ts';
import { isAlone } from './jpeg-size.ts';
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

/** The EXIF data of a JPEG file: the content of its first segment APP1 that has them. */
function exifOfJpeg(bytes: Uint8Array): Uint8Array | undefined {
  const view = viewOf(bytes);
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1];
    if (isAlone(marker) || marker === 0xff) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    if (marker === 0xda) return undefined;
    const end = at + 2 + view.getUint16(at + 2);
    if (marker === 0xe1 && typeAt(bytes, at + 4) === 'Exif') return bytes.subarray(at + 4, end);
    at = Math.max(end, at + 4);
  }
  return undefined;
}

/**
 * The EXIF orientation of a JPEG, PNG or WebP file, 1…8; 1 if it states none. Chromium does not apply that of WebP, but
 * applies the others.
 */
export function exifOrientation(bytes: Uint8Array, format: 'jpeg' | 'png' | 'webp'): number {
  const chunk = (chunks: Iterable<Chunk>, name: string) =>
    [...chunks].find(({ type }) => type === name)?.content;
  const exif =
    format === 'jpeg'
      ? exifOfJpeg(bytes)
      : format === 'png'
        ? chunk(pngChunks(bytes), 'eXIf')
        : chunk(riffChunks(bytes), 'EXIF');
  if (!exif) return 1;
  // JPEG files have a prefix. Some programs write it into other files, too.
  return orientationOf(typeAt(exif, 0) === 'Exif' ? exif.subarray(6) : exif);
}
