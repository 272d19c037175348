import { AppError, isAbort, type AppErrorInit, type ErrorCode } from '../../core/errors.ts';
import type { Runtime } from '../context.ts';
import { endsEarly } from '../photo/damage.ts';
import type { DecodedPicture } from '../photo/decode.ts';
import { FOREIGN_BYTES, readForeign } from '../photo/foreign.ts';
import type { PhotoHeader } from '../photo/header.ts';
import { isTooLarge, tooLarge } from '../photo/limits.ts';
import { readHeader } from '../photo/read-header.ts';
import type { Photo } from '../types.ts';

/** Pixels. A picture whose longer side is larger is reduced to this. Networks take inputs of 512 pixels at most. */
export const MAX_SIDE = 4096;

/** Alpha, 0…255. Pixels with this alpha or less do not count as visible, as in the lab's centring. */
const MAX_INVISIBLE_ALPHA = 10;

/** A picture file that a user brings. */
export interface PhotoFile {
  file: Blob;
  fileName: string;
  /** Number of the page of a TIFF file, from 1. Default: 1. */
  page?: number;
}

const photoError = (code: ErrorCode, message: string, more: Partial<AppErrorInit> = {}) =>
  new AppError(code, { stage: 'photo', message, ...more });

/** What `decodePicture` needs of a stage's context. */
export interface Decoding {
  runtime: Pick<Runtime, 'codec'>;
  signal: AbortSignal;
}

/** Formats that not every decoder reads in all variants. A failure does not show that such a file is damaged. */
const MAYBE_UNREADABLE = ['avif', 'bmp'];

/** The error for a file whose format is known, but which cannot be decoded. */
async function undecodable(
  file: Blob,
  header: PhotoHeader,
  why: string,
  cause?: unknown,
): Promise<AppError> {
  const { format } = header;
  const more = { values: { format: format.toUpperCase() }, cause };
  if (await endsEarly(file, header)) return photoError('photo-cut-off', why, more);
  if (format === 'heic') return photoError('photo-heic', why, more);
  const code = MAYBE_UNREADABLE.includes(format) ? 'photo-undecodable' : 'photo-damaged';
  return photoError(code, why, more);
}

/** The error for a file of none of the formats that are read. */
async function unknownFormat(file: Blob): Promise<AppError> {
  const foreign = readForeign(new Uint8Array(await file.slice(0, FOREIGN_BYTES).arrayBuffer()));
  if (!foreign)
    return photoError(
      'photo-undecodable',
      'The first bytes of the file are not those of a known picture format.',
    );
  const { kind, name } = foreign;
  const code = kind === 'video' ? 'photo-video' : 'photo-foreign';
  return photoError(code, `The file is ${name}.`, { values: { name } });
}

/**
 * Decodes a picture file. Format and size are first read from the file's header. Unknown formats, unknown sizes and
 * pictures that are too large are refused before the decoder allocates memory. The codec checks the size again, because
 * a decoder may read another size than the header reader.
 * @returns the pixels, at most 4096 on the longer side
 * @throws AppError `photo-empty`, `photo-undecodable`, `photo-damaged`, `photo-cut-off`, `photo-foreign`, `photo-video`,
 *   `photo-heic`, `photo-page`, `photo-too-large` (more than 128 megapixels), or `photo-slow` (not decoded after 20
 *   seconds)
 */
export async function decodePicture(
  { file, page = 1 }: Pick<PhotoFile, 'file' | 'page'>,
  { runtime, signal }: Decoding,
): Promise<DecodedPicture> {
  if (file.size === 0) throw photoError('photo-empty', 'The file is empty.');
  const header = await readHeader(file);
  if (!header) throw await unknownFormat(file);
  const { format, size } = header;
  if (!size && format !== 'tiff')
    throw await undecodable(
      file,
      header,
      `This ${format} file does not state its width and height.`,
    );
  if (size && isTooLarge(size)) throw tooLarge(size);
  const request = { header, maxSide: MAX_SIDE, page };
  const decoded = await runtime.codec
    .decode(file, request, signal)
    .catch(async (cause: unknown) => {
      if (isAbort(cause) || (cause instanceof AppError && cause.code !== 'internal')) throw cause;
      throw await undecodable(file, header, `This ${format} file cannot be decoded.`, cause);
    });
  signal.throwIfAborted();
  return decoded;
}

/** An error with the name of the file in its message. Those of single photos do not need it. */
export const about = (fileName: string, cause: unknown): unknown =>
  cause instanceof AppError
    ? new AppError(cause.code, {
        ...cause,
        message: `${fileName}: ${cause.message}`,
        values: { ...cause.values, file: fileName },
        cause,
      })
    : cause;

/**
 * Decodes one of several picture files.
 * @throws AppError as `decodePicture`. Its message begins with the name of the file
 */
export const decodeNamed = (source: PhotoFile, context: Decoding): Promise<DecodedPicture> =>
  decodePicture(source, context).catch((cause: unknown) => {
    throw about(source.fileName, cause);
  });

/**
 * Decodes a photo.
 * @throws AppError `photo-transparent` if no pixel has an alpha above 10 (of 255), or as `decodePicture` does
 */
export async function photo(source: PhotoFile, context: Decoding): Promise<Photo> {
  const { image, ...said } = await decodePicture(source, context);
  const { data } = image;
  let visible = false;
  for (let i = 3; i < data.length && !visible; i += 4) visible = data[i] > MAX_INVISIBLE_ALPHA;
  if (!visible) throw photoError('photo-transparent', 'Every pixel is transparent.');
  return { image, fileName: source.fileName, ...said };
}
