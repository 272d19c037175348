import { COLUMNS, type Held } from './measure.ts';

/** By how many bytes the last measurement may exceed the first one. */
export const BOUNDS: Record<(typeof COLUMNS)[number], number> = {
  // The page keeps the last result, and the result of a run before it during a run.
  pageBytes: 20e6,
  scriptBytes: 60e6,
  // onnxruntime's heap grows in steps. The largest step is one network's activations.
  wasmBytes: 64e6,
  gpuBytes: 1e6,
  // Weights are kept on the first visit. Nothing else may be added.
  storageBytes: 1e6,
};

/** One line for each measurement that grew too much. `base` is the measurement after the warm-up. */
export function growth(base: Held, last: Held): string[] {
  const grown = COLUMNS.filter((name) => last[name] - base[name] > BOUNDS[name]).map(
    (name) =>
      `${name}: ${megabytes(base[name])} → ${megabytes(last[name])} MB, more than ${megabytes(BOUNDS[name])} MB`,
  );
  const workers = last.workers - base.workers;
  return workers > 0 ? [...grown, `workers: ${base.workers} → ${last.workers}`] : grown;
}

export const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
