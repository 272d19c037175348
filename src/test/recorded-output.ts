import { relativeError } from '../core/relative-error.ts';
import { sizeOf } from './seeded.ts';

/** An output of another implementation. */
export interface RecordedOutput {
  data: Float32Array;
  /** Shape of the whole output. */
  shape: readonly number[];
  /** `data` has only every n-th value of the flattened output, from the first on. Absent: it has all. */
  every?: number;
}

/**
 * The values of an output at the positions that were recorded.
 * @throws Error if the output has another number of values than the recorded one
 */
export function recordedPart<T extends Float32Array>(
  actual: T,
  { shape, every = 1 }: RecordedOutput,
): Float32Array {
  if (actual.length !== sizeOf(shape))
    throw new Error(
      `${actual.length} values; the recorded output has the shape ${shape.join('×')}`,
    );
  return every === 1 ? actual : actual.filter((_, i) => i % every === 0);
}

/**
 * The largest error of an output at the recorded positions, as `relativeError` defines it. 1 if the output is
 * missing, or has another number of values.
 */
export function recordedError(actual: Float32Array | undefined, recorded: RecordedOutput): number {
  if (actual?.length !== sizeOf(recorded.shape)) return 1;
  return relativeError(recordedPart(actual, recorded), recorded.data);
}
