import type { AppError } from '../../core/errors.ts';
import type { WeightIndex } from '../../graphs/weights.ts';
import { invalidCheckpoint } from './errors.ts';
import type { SkippedEntry } from './weight-names.ts';

/** Types of numbers in which people save weights, and which are not read. Names of safetensors, or of torch. */
const OTHER_FLOATS = /^(F|C|float|complex)\d/i;

/** Types of quantised weights. Integers of 64 bits are counters and positions. */
const INTEGERS = /^(q?u?int|[iu])(4|8|16|32)$/i;

/** The fault of a number type that is not read. */
export const faultOfType = (dtype: string): 'quantised' | 'number-types' =>
  INTEGERS.test(dtype) ? 'quantised' : 'number-types';

/**
 * The error for a file most of whose bytes are numbers of types that are not read: `number-types` for floats, else
 * `quantised`. Undefined for other files.
 */
export function otherNumbers(
  { file, tensors }: WeightIndex,
  skipped: readonly SkippedEntry[],
): AppError | undefined {
  const found = { floats: 0, integers: 0 };
  const types = new Set<string>();
  for (const { dtype = '', byteLength = 0 } of skipped) {
    const kind = OTHER_FLOATS.test(dtype) ? 'floats' : INTEGERS.test(dtype) ? 'integers' : null;
    if (kind === null) continue;
    found[kind] += byteLength;
    types.add(dtype);
  }
  let readable = 0;
  for (const { byteLength } of tensors.values()) readable += byteLength;
  const others = found.floats + found.integers;
  if (others <= readable) return undefined;
  const fault = found.floats > found.integers ? 'number-types' : 'quantised';
  const percent = Math.round((100 * others) / (others + readable));
  return invalidCheckpoint(file, fault, `${percent} % of its bytes`, {
    values: { types: [...types].join(', ') },
  });
}
