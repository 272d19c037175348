import { AppError, isAbort } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import type { Runtime, StageContext } from '../context.ts';
import { isTooLarge, tooLarge } from '../photo/limits.ts';
import { readHeader } from '../photo/read-header.ts';
import type { Photo } from '../types.ts';

/** Pixels. A picture whose longer side is larger is reduced to this. Networks take inputs of 512 pixels at most. */
const MAX_SIDE = 4096;

/** Alpha, 0…255. Pixels with this alpha or less do not count as visible, as in the lab's centring. */
const MAX_INVISIBLE_ALPHA = 10;

/** A picture file that a user brings. */
export interface PhotoFile {
  file: Blob;
  fileName: string;
}

const photoError = (
  code: 'photo-empty' | 'photo-undecodable' | 'photo-heic' | 'photo-transparent',
  message: string,
  more: { values?: Record<string, string | number>; cause?: unknown } = {},
) => new AppError(code, { stage: 'photo', message, ...more });

/** What `decodePicture` needs of a stage's context. */
export interface Decoding {
  runtime: Pick<Runtime, 'codec'>;
  signal: AbortSignal;
}

/**
 * Decodes a picture file. Format and size are first read from the file's header. Unknown formats, unknown sizes and
 * pictures that are too large are refused before the decoder allocates memory. The codec checks the size again, because
 * a decoder may read another size than the header reader.
 * @returns the pixels, at most 4096 on the longer side
 * @throws AppError `photo-empty`, `photo-undecodable`, `photo-heic`, `photo-too-large` (more than 128 megapixels),
 *   or `photo-slow` (not decoded after 20 seconds)
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
  const refuse = (why: string, cause?: unknown) =>
    photoError(format === 'heic' ? 'photo-heic' : 'photo-undecodable', why, {
      values: { format },
      cause,
    });
  if (!size) throw refuse(`This ${format} file does not state its width and height.`);
  if (isTooLarge(size)) throw tooLarge(size);
  const image = await runtime.codec.decode(file, MAX_SIDE, signal).catch((cause: unknown) => {
    if (isAbort(cause) || (cause instanceof AppError && cause.code !== 'internal')) throw cause;
    throw refuse(`This ${format} file cannot be decoded.`, cause);
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
