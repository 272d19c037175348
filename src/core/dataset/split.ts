import { numpyPermutation } from './numpy-permutation.ts';

/** The seed of the lab's split. */
const SEED = 42;

/** Numbers of samples, in the order of their list. */
export interface Split {
  train: number[];
  val: number[];
}

/**
 * The lab's split: of a permutation with the seed 42, the first int(count · fraction) are for validation.
 * @param fraction of the samples for validation, 0…1
 */
export function splitSamples(count: number, fraction: number): Split {
  const order = numpyPermutation(SEED, count);
  const size = Math.floor(count * fraction);
  return { train: order.slice(size), val: order.slice(0, size) };
}
