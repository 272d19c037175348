import { AppError } from '../core/errors.ts';

/** A text from a file, fit for a sentence: one line, no control or direction marks, not long. */
export const quoted = (text: string): string => {
  const clean = text.slice(0, 200).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\u{fffd}');
  return `“${clean.length > 120 ? `${clean.slice(0, 120)}…` : clean}”`;
};

/** The checkpoint is damaged, or not of a kind that can be read. */
export const invalidCheckpoint = (file: string, why: string, cause?: unknown) =>
  new AppError('checkpoint-invalid', {
    message: `${file}: ${why}`,
    stage: 'load',
    values: { file },
    cause,
  });

/** The checkpoint names program code (`os.system`) that PyTorch would run while opening it. */
export const unsafeCheckpoint = (file: string, global: string) =>
  new AppError('checkpoint-unsafe', {
    message: `${file}: names ${quoted(global)}, which is no part of any weights`,
    stage: 'load',
    values: { file, global: quoted(global).slice(1, -1) },
  });

/** Bytes `start` to `end` (exclusive) of a Blob; a range outside of it or a failing disk is a damaged file. */
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
