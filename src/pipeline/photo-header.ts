/** Format and size of a picture, read from the first bytes of its file, before a decoder gets the file. */
export interface PhotoHeader {
  format: 'png' | 'jpeg' | 'gif' | 'webp' | 'bmp' | 'avif' | 'heic';
  /**
   * Width and height in pixels as stored, before EXIF turns the picture. Null if these bytes do not contain the
   * size.
   */
  size: { width: number; height: number } | null;
}

const ascii = (bytes: Uint8Array, start: number, end: number) =>
  String.fromCharCode(...bytes.subarray(start, end));

const starts = (bytes: Uint8Array, signature: readonly number[]) =>
  signature.every((byte, i) => bytes[i] === byte);

/** Width and height from a JPEG's first frame header (SOFn). Segments before this header are skipped. */
function jpegSize(view: DataView): PhotoHeader['size'] {
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** Width and height of a WebP of any kind: lossy, lossless, or extended. */
function webpSize(view: DataView, kind: string): PhotoHeader['size'] {
  const u24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  if (view.byteLength < 30) return null;
  if (kind === 'VP8X') return { width: u24(24) + 1, height: u24(27) + 1 };
  if (kind === 'VP8 ')
    return {
      width: view.getUint16(26, true) & 0x3fff,
      height: view.getUint16(28, true) & 0x3fff,
    };
  if (kind !== 'VP8L') return null;
  const bits = view.getUint32(21, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** The largest size in the `ispe` properties of an ISO media picture. A decoder allocates memory for this size. */
function ispeSize(bytes: Uint8Array, view: DataView): PhotoHeader['size'] {
  let size: PhotoHeader['size'] = null;
  for (let at = 4; at + 16 <= bytes.length; at++) {
    if (bytes[at] !== 0x69 || ascii(bytes, at, at + 4) !== 'ispe') continue;
    const found = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (!size || found.width * found.height > size.width * size.height) size = found;
  }
  return size;
}

/**
 * Number of bytes that `readPhotoHeader` needs for most files. JPEGs have thumbnails and colour profiles before
 * the frame header.
 */
export const HEADER_BYTES = 1 << 20;

/** Recognises a picture by its magic bytes. Null if the file has none of the formats of `PhotoHeader`. */
export function readPhotoHeader(bytes: Uint8Array): PhotoHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { length } = bytes;
  if (starts(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) {
    const size = length < 24 ? null : { width: view.getUint32(16), height: view.getUint32(20) };
    return { format: 'png', size };
  }
  if (starts(bytes, [0xff, 0xd8, 0xff])) return { format: 'jpeg', size: jpegSize(view) };
  if (/^GIF8[79]a/.test(ascii(bytes, 0, 6))) {
    const size =
      length < 10 ? null : { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    return { format: 'gif', size };
  }
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP')
    return { format: 'webp', size: webpSize(view, ascii(bytes, 12, 16)) };
  if (ascii(bytes, 0, 2) === 'BM' && length >= 26) {
    const size = {
      width: Math.abs(view.getInt32(18, true)),
      height: Math.abs(view.getInt32(22, true)),
    };
    return { format: 'bmp', size };
  }
  if (ascii(bytes, 4, 8) === 'ftyp' && length >= 16) {
    const brands = ascii(bytes, 8, Math.min(length, view.getUint32(0)));
    if (/avi[fs]/.test(brands)) return { format: 'avif', size: ispeSize(bytes, view) };
    if (/hei[cxmsf]|hevc|hevx|mif1|msf1/.test(brands))
      return { format: 'heic', size: ispeSize(bytes, view) };
  }
  return null;
}
