import { AppError } from '../core/errors.ts';

/**
 * A text from a file, quoted so that it can be part of a sentence: one line of 120 characters at most, with
 * control and direction marks replaced by U+FFFD.
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
 * The error for a checkpoint that names program code (for example `os.system`), which PyTorch would run while
 * opening it.
 */
export const unsafeCheckpoint = (file: string, global: string) =>
  new AppError('checkpoint-unsafe', {
    message: `${file}: names ${quoted(global)}, which no weights need`,
    stage: 'load',
    values: { file, global: quoted(global).slice(1, -1) },
  });

/**
 * Bytes `start` to `end` (exclusive) of a file.
 * @throws AppError `checkpoint-invalid` if the range is outside the file, or reading fails
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
