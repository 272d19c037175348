import { expect, test } from 'vitest';
import { philox4x32, type PhiloxKey } from './philox.ts';

const ONES = 0xffffffff;

/** The lines "philox4x32 10" of Random123's tests/kat_vectors. */
const KNOWN: readonly (readonly [counter: number[], key: PhiloxKey, words: number[]])[] = [
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [ONES, ONES, ONES, ONES],
    [ONES, ONES],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
];

test.each(KNOWN)('counter %j, key %j', (counter, key, words) => {
  const block = Uint32Array.from(counter);
  philox4x32(block, key);
  expect([...block]).toEqual(words);
});
