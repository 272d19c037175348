import { expect, it } from 'vitest';
import { relativeError } from './relative-error.ts';

const expected = Float32Array.of(-1, 0, 3);

it.each([
  ['equal', [-1, 0, 3], 0],
  ['a quarter of the range', [-1, 1, 3], 0.25],
  ['too large at the end', [-1, 0, 5], 0.5],
  ['not a number', [-1, NaN, 3], 1],
  ['infinite', [-1, 0, Infinity], 1],
  ['too short', [-1, 0], 1],
])('%s', (_, actual, fraction) =>
  expect(relativeError(Float32Array.from(actual), expected)).toBe(fraction),
);

it('a missing output has an error of 1', () => expect(relativeError(undefined, expected)).toBe(1));
