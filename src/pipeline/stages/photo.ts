import { AppError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import type { Runtime, StageContext } from '../context.ts';
import { HEADER_BYTES, readPhotoHeader, type PhotoHeader } from '../photo-header.ts';
import type { Photo } from '../types.ts';

/** Longest side that the stages work on; the networks see 512 pixels at most. */
const MAX_SIDE = 4096;

/**
 * A picture is held decoded (4 bytes per pixel, twice for a moment) before it can be made smaller:
 * 128 megapixels are 1 GB, more than the largest phone camera's 108 and as much as is safe.
 */
const MAX_PIXELS = 128e6;

/** Alpha up to here counts as nothing, as in the lab's centring. */
const VISIBLE = 10;

export interface PhotoFile {
  file: Blob;
  fileName: string;
}

/** Reads on where a JPEG has more than the usual in front of its frame: its size must be known. */
async function headerOf(file: Blob): Promise<PhotoHeader | null> {
  const read = async (end: number) =>
    readPhotoHeader(new Uint8Array(await file.slice(0, end).arrayBuffer()));
  const header = await read(HEADER_BYTES);
  return header && !header.size && file.size > HEADER_BYTES ? read(file.size) : header;
}

const refuse = (
  code:
    'photo-empty' | 'photo-undecodable' | 'photo-heic' | 'photo-too-large' | 'photo-transparent',
  message: string,
  more: { values?: Record<string, string | number>; cause?: unknown } = {},
) => new AppError(code, { stage: 'photo', message, ...more });

/** What decoding takes of a stage's context. */
export interface Decoding {
  runtime: Pick<Runtime, 'codec'>;
  signal: AbortSignal;
}

/** Any picture file → its pixels. Looks at magic bytes and size before the decoder does. */
export async function decodePicture(file: Blob, { runtime, signal }: Decoding): Promise<RgbaImage> {
  if (file.size === 0) throw refuse('photo-empty', 'The file has no bytes.');
  const header = await headerOf(file);
  if (!header) throw refuse('photo-undecodable', 'No picture format starts with these bytes.');
  const { format, size } = header;
  if (size && size.width * size.height > MAX_PIXELS) {
    throw refuse('photo-too-large', `${size.width} × ${size.height} pixels`, {
      values: { ...size, megapixels: MAX_PIXELS / 1e6 },
    });
  }
  const image = await runtime.codec.decode(file, MAX_SIDE).catch((cause: unknown) => {
    const code = format === 'heic' ? 'photo-heic' : 'photo-undecodable';
    throw refuse(code, `This ${format} cannot be decoded.`, { values: { format }, cause });
  });
  signal.throwIfAborted();
  return image;
}

/** A photo's pixels, some of which can be seen. */
export async function photo({ file, fileName }: PhotoFile, context: StageContext): Promise<Photo> {
  const image = await decodePicture(file, context);
  const { data } = image;
  let visible = false;
  for (let i = 3; i < data.length && !visible; i += 4) visible = data[i] > VISIBLE;
  if (!visible) throw refuse('photo-transparent', 'Every pixel is transparent.');
  return { image, fileName };
}
