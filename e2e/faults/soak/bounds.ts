import { COLUMNS, type Held } from './measure.ts';

/** By how many bytes the last measurement may exceed the first one. */
export const BOUNDS: Record<(typeof COLUMNS)[number], number> = {
  // 200 runs exceed this if each leaves 50 kB in the page, or 120 kB in all. Less than that is code that the engine
  // compiles while the page runs.
  pageBytes: 8e6,
  scriptBytes: 20e6,
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
