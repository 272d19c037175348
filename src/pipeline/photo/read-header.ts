import { HEADER_BYTES, readPhotoHeader, type PhotoHeader } from './header.ts';
import { MAX_HEADER_BYTES } from './limits.ts';

/**
 * The header of a picture file; null if the format is unknown. If the first `HEADER_BYTES` do not contain the
 * size, up to `MAX_HEADER_BYTES` are read, because a JPEG may have long segments before its frame header. The size of
 * a TIFF is not searched: it may stand anywhere, and its decoder finds it.
 */
export async function readHeader(file: Blob): Promise<PhotoHeader | null> {
  const read = async (end: number) =>
    readPhotoHeader(new Uint8Array(await file.slice(0, end).arrayBuffer()));
  const header = await read(HEADER_BYTES);
  const hasNoSize = header && !header.size && header.format !== 'tiff';
  return hasNoSize && file.size > HEADER_BYTES ? read(MAX_HEADER_BYTES) : header;
}
