import type { Random } from '../random.ts';
import { concat, little, type Bytes } from '../target.ts';

/** Numbers at which parsers break: limits of types, their neighbours, and small numbers. */
const NUMBERS = [
  ...[0, 1, 2, 3, 4, 7, 8, 16, 127, 128, 255, 256, 512, 4096, 65_535, 65_536, 1e6],
  ...[2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 53 - 1, 2 ** 53, 2 ** 63],
];

/** The input with the bytes `start` … `end` − 1 replaced. */
export const splice = (input: Bytes, start: number, end: number, by: ArrayLike<number>): Bytes =>
  concat(input.subarray(0, start), by, input.subarray(end));

/**
 * Changes bytes without knowledge of the format: one to four changes of single bits, numbers, pieces and tokens.
 * @param tokens words of the format that may be inserted
 */
export function mutateBytes(
  random: Random,
  input: Bytes,
  other: Bytes,
  tokens: readonly ArrayLike<number>[] = [],
): Bytes {
  let bytes = input;
  for (let n = random.few(); n > 0; n--) {
    const at = random.below(bytes.length + 1);
    const length = Math.min(1 + random.below(random.oneIn(4) ? 64 : 8), bytes.length - at);
    const kinds: (() => Bytes)[] = [
      () => splice(bytes, at, at + 1, [bytes[at] ^ (1 << random.below(8))]),
      () => splice(bytes, at, at + 1, [random.below(256)]),
      () => {
        const number = little(random.pick(NUMBERS), random.pick([1, 2, 4, 8]));
        if (random.oneIn(2)) number.reverse();
        return splice(bytes, at, at + number.length, number);
      },
      () => splice(bytes, at, at + length, []),
      () => splice(bytes, at, at, bytes.subarray(at, at + length)),
      () =>
        splice(
          bytes,
          at,
          at,
          Array.from({ length }, () => random.below(256)),
        ),
      () => {
        const from = random.below(other.length + 1);
        return splice(bytes, at, at + length, other.subarray(from, from + length));
      },
      () => bytes.subarray(0, at),
      () => concat(bytes.subarray(0, at), other.subarray(random.below(other.length + 1))),
    ];
    if (tokens.length > 0)
      kinds.push(() => splice(bytes, at, at + random.below(length + 1), random.pick(tokens)));
    bytes = random.pick(kinds)();
  }
  return new Uint8Array(bytes);
}
