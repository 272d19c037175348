import { AppError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import type { Runtime, StageContext } from '../context.ts';
import { HEADER_BYTES, readPhotoHeader, type PhotoHeader } from '../photo-header.ts';
import type { Photo } from '../types.ts';

/** Pixels. A picture whose longer side is larger is reduced to this. Networks take inputs of 512 pixels at most. */
const MAX_SIDE = 4096;

/**
 * Pictures of more pixels are refused. A picture must be decoded before it can be reduced. The decoded picture
 * has 4 bytes per pixel, and for a moment it is in memory twice. So 128 megapixels take 1 GB, which is the most
 * that is safe. The largest phone camera has 108 megapixels.
 */
const MAX_PIXELS = 128e6;

/** Alpha, 0…255. Pixels with this alpha or less do not count as visible, as in the lab's centring. */
const MAX_INVISIBLE_ALPHA = 10;

/** A picture file that a user brings. */
export interface PhotoFile {
  file: Blob;
  fileName: string;
}

/**
 * The header of a picture file; null if the format is unknown. If the first `HEADER_BYTES` do not contain the
 * size, the whole file is read, because a JPEG may have long segments before its frame header.
 */
async function readHeader(file: Blob): Promise<PhotoHeader | null> {
  const read = async (end: number) =>
    readPhotoHeader(new Uint8Array(await file.slice(0, end).arrayBuffer()));
  const header = await read(HEADER_BYTES);
  return header && !header.size && file.size > HEADER_BYTES ? read(file.size) : header;
}

const photoError = (
  code:
    'photo-empty' | 'photo-undecodable' | 'photo-heic' | 'photo-too-large' | 'photo-transparent',
  message: string,
  more: { values?: Record<string, string | number>; cause?: unknown } = {},
) => new AppError(code, { stage: 'photo', message, ...more });

/** What `decodePicture` needs of a stage's context. */
export interface Decoding {
  runtime: Pick<Runtime, 'codec'>;
  signal: AbortSignal;
}

/**
 * Decodes a picture file. Format and size are first read from the file's header. Unknown formats, and pictures
 * that the header shows to be too large, are refused before the decoder allocates memory.
 * @returns the pixels, at most 4096 on the longer side
 * @throws AppError `photo-empty`, `photo-undecodable`, `photo-heic`, or `photo-too-large` (more than 128
 *   megapixels)
 */
export async function decodePicture(file: Blob, { runtime, signal }: Decoding): Promise<RgbaImage> {
  if (file.size === 0) throw photoError('photo-empty', 'The file is empty.');
  const header = await readHeader(file);
  if (!header)
    throw photoError(
      'photo-undecodable',
      'The first bytes of the file are not those of a known picture format.',
    );
  const { format, size } = header;
  if (size && size.width * size.height > MAX_PIXELS) {
    throw photoError('photo-too-large', `${size.width} × ${size.height} pixels`, {
      values: { ...size, megapixels: MAX_PIXELS / 1e6 },
    });
  }
  const image = await runtime.codec.decode(file, MAX_SIDE).catch((cause: unknown) => {
    const code = format === 'heic' ? 'photo-heic' : 'photo-undecodable';
    throw photoError(code, `This ${format} file cannot be decoded.`, { values: { format }, cause });
  });
  signal.throwIfAborted();
  return image;
}

/**
 * Decodes a photo.
 * @throws AppError `photo-transparent` if no pixel has an alpha above 10 (of 255), or as `decodePicture` does
 */
export async function photo({ file, fileName }: PhotoFile, context: StageContext): Promise<Photo> {
  const image = await decodePicture(file, context);
  const { data } = image;
  let visible = false;
  for (let i = 3; i < data.length && !visible; i += 4) visible = data[i] > MAX_INVISIBLE_ALPHA;
  if (!visible) throw photoError('photo-transparent', 'Every pixel is transparent.');
  return { image, fileName };
}
