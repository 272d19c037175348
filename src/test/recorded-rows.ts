import { relativeError } from '../core/relative-error.ts';

/** An output of another implementation. */
export interface RecordedOutput {
  data: Float32Array;
  shape: readonly number[];
}

/**
 * The largest error of an output, as `relativeError` defines it. Large recordings contain only every n-th row of
 * the output, from the first on. Then only these rows are compared.
 */
export function recordedError(actual: Float32Array | undefined, recorded: RecordedOutput): number {
  const { data, shape } = recorded;
  const width = shape[shape.length - 1];
  const every = Math.ceil((actual?.length ?? 0) / data.length);
  if (every <= 1) return relativeError(actual, data);
  return relativeError(
    actual?.filter((_, i) => Math.floor(i / width) % every === 0),
    data,
  );
}
