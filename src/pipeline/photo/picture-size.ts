import { isOnSide } from './decoders/orient.ts';
import { exifOrientation } from './exif-orientation.ts';
import { HEADER_BYTES } from './header.ts';
import { readHeader } from './read-header.ts';
import type { Size } from './size.ts';

/**
 * Width and height of a picture file in pixels, turned as EXIF says, without decoding it. It may be larger than the
 * decoded picture, which is reduced (`decodePicture`). A camera whose file states no size belongs to this size.
 * @param page number of the page of a TIFF file, from 1
 * @returns null if the file does not state it, or is no picture
 */
export async function pictureSize(file: Blob, page = 1): Promise<Size | null> {
  const header = await readHeader(file);
  if (!header) return null;
  const { format, size } = header;
  if (format === 'tiff') {
    const { tiffSize } = await import('./decoders/tiff.ts');
    // A damaged file is refused when it is decoded, with the reason.
    return tiffSize(file, page).catch(() => null);
  }
  if (!size || (format !== 'jpeg' && format !== 'png' && format !== 'webp')) return size;
  const { width, height } = size;
  // In JPEG files the orientation is in front of the pixels.
  const part = format === 'jpeg' ? file.slice(0, HEADER_BYTES) : file;
  const orientation = exifOrientation(new Uint8Array(await part.arrayBuffer()), format);
  return isOnSide(orientation) ? { width: height, height: width } : { width, height };
}
