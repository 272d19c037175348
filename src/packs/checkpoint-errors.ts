import { AppError } from '../core/errors.ts';

/**
 * Quotes a text from a file, so that the text can be part of a sentence. The result is one line of at most 120
 * characters. Control characters and direction marks are replaced by U+FFFD.
 */
export const quoted = (text: string): string => {
  const clean = text.slice(0, 200).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\u{fffd}');
  return `“${clean.length > 120 ? `${clean.slice(0, 120)}…` : clean}”`;
};

/**
 * The error for a checkpoint that is damaged or of an unsupported kind. `why` continues the sentence after
 * the file name.
 */
export const invalidCheckpoint = (file: string, why: string, cause?: unknown) =>
  new AppError('checkpoint-invalid', {
    message: `${file}: ${why}`,
    stage: 'load',
    values: { file },
    cause,
  });

/**
 * The error for a checkpoint that names program code (for example `os.system`). PyTorch would run this code while
 * opening the checkpoint.
 */
export const unsafeCheckpoint = (file: string, global: string) =>
  new AppError('checkpoint-unsafe', {
    message: `${file}: contains ${quoted(global)}, which no weights need`,
    stage: 'load',
    values: { file, global: quoted(global).slice(1, -1) },
  });

/**
 * Reads bytes `start` to `end` (exclusive) of a file.
 * @throws AppError `checkpoint-invalid` if the range is outside the file, or if reading fails
 */
export async function readRange(
  blob: Blob,
  start: number,
  end: number,
  file: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (start < 0 || end < start || end > blob.size)
    throw invalidCheckpoint(file, `ends before byte ${end}`);
  let buffer: ArrayBuffer;
  try {
    buffer = await blob.slice(start, end).arrayBuffer();
  } catch (cause) {
    throw invalidCheckpoint(file, 'could not be read', cause);
  }
  if (buffer.byteLength !== end - start)
    throw invalidCheckpoint(file, 'became shorter while it was read');
  return new Uint8Array(buffer);
}
