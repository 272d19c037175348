import { AppError } from '../../core/errors.ts';
import type { Fault } from '../../core/faults.ts';
import { named, quoted } from '../../core/quoted.ts';
import { isPythons } from './python-modules.ts';

/**
 * The error for a file that cannot be read as a checkpoint.
 * @param why what was found, for the details. It continues the sentence after the file name. It has no advice: the hint
 * of the fault has it
 * @param values further values of the fault's sentence
 */
export const invalidCheckpoint = (
  file: string,
  fault: Fault,
  why: string,
  { values, cause }: { values?: Record<string, string | number>; cause?: unknown } = {},
) =>
  new AppError('checkpoint-invalid', {
    message: `${file}: ${why}`,
    stage: 'load',
    values: { file, ...values },
    fault,
    cause,
  });

/** The error for a file that is damaged or cut off. */
export const damagedCheckpoint = (file: string, why: string) =>
  invalidCheckpoint(file, 'damaged', why);

/** The error for one tensor of a file. `why` continues the sentence after the tensor's name. */
export const invalidTensor = (file: string, fault: Fault, tensor: string, why: string) =>
  invalidCheckpoint(file, fault, `tensor ${quoted(tensor)} ${why}`, {
    values: { tensor: named(tensor) },
  });

/** Classes of processes that train together. Their checkpoints are parts of a whole. */
const DISTRIBUTED = /^(torch\.distributed|deepspeed)\./;

/** A class outside of the libraries that every checkpoint uses. */
const OWN_CLASS = /^(?!(torch|numpy)\.)(\w+\.)+[A-Z]\w*$/;

/**
 * The error for a checkpoint that names program code (for example `os.system`, or a class of the training program).
 * PyTorch would run this code while opening the checkpoint.
 */
export function unsafeCheckpoint(file: string, global: string): AppError {
  const fault = DISTRIBUTED.test(global)
    ? 'distributed'
    : OWN_CLASS.test(global) && !isPythons(global)
      ? 'own-class'
      : undefined;
  const whose = isPythons(global) ? ' of Python itself' : '';
  return new AppError('checkpoint-unsafe', {
    message: `${file}: contains ${quoted(global)}${whose}, which no weights need`,
    stage: 'load',
    values: { file, global: named(global) },
    fault,
  });
}

/**
 * Reads bytes `start` to `end` (exclusive) of a file.
 * @throws AppError `checkpoint-invalid`: `damaged` if the range is outside the file, `unreadable` if reading fails
 */
export async function readRange(
  blob: Blob,
  start: number,
  end: number,
  file: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (start < 0 || end < start || end > blob.size)
    throw damagedCheckpoint(file, `ends before byte ${end}`);
  let buffer: ArrayBuffer;
  try {
    buffer = await blob.slice(start, end).arrayBuffer();
  } catch (cause) {
    throw invalidCheckpoint(file, 'unreadable', 'could not be read', { cause });
  }
  if (buffer.byteLength !== end - start)
    throw invalidCheckpoint(file, 'unreadable', 'became shorter while it was read');
  return new Uint8Array(buffer);
}
