import { expect, test } from 'vitest';
import { fma32 } from './float32.ts';
import { TorchGenerator } from './noise.ts';

/** Rounds an integer to 24 significant bits, half to even. */
function round24(exact: bigint): number {
  const magnitude = exact < 0n ? -exact : exact;
  const shift = BigInt(Math.max(magnitude.toString(2).length - 24, 0));
  const kept = magnitude >> shift;
  const twiceRest = (magnitude - (kept << shift)) << 1n;
  const unit = 1n << shift;
  const up = twiceRest > unit || (twiceRest === unit && (kept & 1n) === 1n);
  return Number(up ? (kept + 1n) << shift : kept << shift) * (exact < 0n ? -1 : 1);
}

const exactly = (a: number, b: number, c: number) => round24(BigInt(a) * BigInt(b) + BigInt(c));

test('fma32 rounds once, as exact integer arithmetic does', () => {
  const random = new TorchGenerator(3).randn(3 * 20_000);
  for (let i = 0; i < random.length; i += 3) {
    const a = Math.trunc(random[i] * 2 ** 21);
    const b = Math.trunc(random[i + 1] * 2 ** 21);
    const c = Math.trunc(random[i + 2] * 2 ** 21) * 2 ** (i % 60);
    expect(fma32(a, b, c)).toBe(exactly(a, b, c));
  }
});

test.each([
  ['above', 13325, 80581, (2 ** 24 - 2) * 2 ** 31],
  ['below', 32767, 32769, (2 ** 24 - 1) * 2 ** 31],
  ['above, negative', -13325, 80581, (2 - 2 ** 24) * 2 ** 31],
])(
  'a sum that is half-way between two floats in double precision, but in truth a little %s',
  (_, a, b, c) => {
    expect(Math.fround(a * b + c)).not.toBe(exactly(a, b, c));
    expect(fma32(a, b, c)).toBe(exactly(a, b, c));
  },
);
