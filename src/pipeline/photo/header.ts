import { isoSize } from './iso-size.ts';
import { jpegSize } from './jpeg-size.ts';
import { readPnmHeader } from './decoders/pnm.ts';
import { gifSize, webpSize } from './riff-gif-size.ts';
import { larger, typeAt, viewOf, type Size } from './size.ts';

/** Format and size of a picture, read from the first bytes of its file, before a decoder gets the file. */
export interface PhotoHeader {
  format: 'png' | 'jpeg' | 'gif' | 'webp' | 'bmp' | 'avif' | 'heic' | 'tiff' | 'pnm';
  /**
   * Width and height in pixels as stored, before EXIF turns the picture. If the file states several sizes, the
   * largest. Null if these bytes do not contain the size. Always null for TIFF: its size may stand anywhere.
   */
  size: Size | null;
  /** Whether it is a PNG of 16 bits per sample. */
  deep?: boolean;
}

const ascii = (bytes: Uint8Array, start: number, end: number) =>
  String.fromCharCode(...bytes.subarray(start, end));

const starts = (bytes: Uint8Array, signature: readonly number[]) =>
  signature.every((byte, i) => bytes[i] === byte);

/** Bits per sample of a PNG whose first chunk is IHDR. */
const pngDepth = (bytes: Uint8Array) => (typeAt(bytes, 12) === 'IHDR' ? bytes[24] : undefined);

/** Width and height of a PNG. Its first chunk is IHDR; Apple's variant has the chunk CgBI before it. */
function pngSize(bytes: Uint8Array): Size | null {
  const view = viewOf(bytes);
  let at = 8;
  if (bytes.length >= 24 && typeAt(bytes, 12) === 'CgBI') at += 12 + view.getUint32(8);
  if (at + 16 > bytes.length || typeAt(bytes, at + 4) !== 'IHDR') return null;
  return larger(null, { width: view.getUint32(at + 8), height: view.getUint32(at + 12) });
}

/** Length of a BMP's oldest header (BITMAPCOREHEADER), in which the sides have 16 bits. */
const OLD_BMP_HEADER_BYTES = 12;

function bmpSize(view: DataView): Size | null {
  const side = (index: number) =>
    view.getUint32(14, true) === OLD_BMP_HEADER_BYTES
      ? view.getUint16(18 + 2 * index, true)
      : Math.abs(view.getInt32(18 + 4 * index, true));
  return larger(null, { width: side(0), height: side(1) });
}

/**
 * Number of bytes that `readPhotoHeader` needs for most files. JPEGs have thumbnails and colour profiles before
 * the frame header.
 */
export const HEADER_BYTES = 1 << 20;

/** Recognises a picture by its magic bytes. Null if the file has none of the formats of `PhotoHeader`. */
export function readPhotoHeader(bytes: Uint8Array): PhotoHeader | null {
  const { length } = bytes;
  if (starts(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
    return { format: 'png', size: pngSize(bytes), ...(pngDepth(bytes) === 16 && { deep: true }) };
  if (starts(bytes, [0xff, 0xd8, 0xff])) return { format: 'jpeg', size: jpegSize(bytes) };
  if (/^GIF8[79]a/.test(ascii(bytes, 0, 6))) return { format: 'gif', size: gifSize(bytes) };
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP')
    return { format: 'webp', size: webpSize(bytes) };
  const view = viewOf(bytes);
  if (ascii(bytes, 0, 2) === 'BM' && length >= 26) return { format: 'bmp', size: bmpSize(view) };
  if (ascii(bytes, 4, 8) === 'ftyp' && length >= 16) {
    // A type box has a few brands. Its stated length may be anything.
    const brands = ascii(bytes, 8, Math.min(length, view.getUint32(0), 1024));
    if (/avi[fs]/.test(brands)) return { format: 'avif', size: isoSize(bytes) };
    if (/hei[cxmsf]|hevc|hevx|mif1|msf1/.test(brands))
      return { format: 'heic', size: isoSize(bytes) };
  }
  if (/^(II[*+]\0|MM\0[*+])/.test(ascii(bytes, 0, 4))) return { format: 'tiff', size: null };
  const pnm = readPnmHeader(bytes);
  return pnm && { format: 'pnm', size: larger(null, pnm) };
}
