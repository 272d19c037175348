import type { NdArray } from '../../core/image/image.ts';

/** Some values of one output, at fixed places, and how far apart the output's smallest and largest value are. */
export interface OutputSample {
  range: number;
  values: readonly number[];
}

/** Samples of a network's outputs, by the outputs' names. */
export type OutputSamples = Readonly<Record<string, OutputSample>>;

/**
 * The largest error that counts as rounding, as a fraction of the output's range: in single precision, and in half
 * precision. Whole networks add up more rounding than the self-check's small ones.
 */
export const TOLERANCE = { single: 2e-3, half: 6e-2 } as const;

/** Values that are kept of each output. */
const COUNT = 24;

/** Samples of outputs. A value that is not finite makes the range not finite. */
export const samplesOf = (outputs: Readonly<Record<string, NdArray>>): OutputSamples =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, { data }]) => {
      let [low, high] = [Infinity, -Infinity];
      for (const value of data) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      // An odd number of steps, so that no channel is taken alone.
      const at = (i: number) => Math.floor(((i + 0.5) * data.length) / COUNT);
      const values = Array.from({ length: COUNT }, (_, i) => data[at(i)]);
      return [name, { range: high - low, values }];
    }),
  );

/**
 * The largest difference between samples and expected samples, as a fraction of the expected output's range. 1 if a
 * value is not finite, or if the outputs are not the same.
 */
export function sampleError(actual: OutputSamples, expected: OutputSamples): number {
  let worst = 0;
  for (const [name, { range, values }] of Object.entries(expected)) {
    const sample = actual[name];
    if (!sample || !Number.isFinite(sample.range)) return 1;
    for (const [i, value] of values.entries()) {
      const error = Math.abs(sample.values[i] - value) / (range || 1);
      if (!Number.isFinite(error)) return 1;
      worst = Math.max(worst, error);
    }
  }
  return worst;
}
