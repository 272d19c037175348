import { expect, test } from 'vitest';
import { decodeBfloat, decodeHalf, encodeHalf } from './half.ts';

test('known half floats decode to their values', () => {
  const bits = new Uint16Array([
    0, 0x8000, 1, 0x03ff, 0x0400, 0x3c00, 0xc000, 0x7bff, 0x7c00, 0xfc00,
  ]);
  expect([...decodeHalf(bits)]).toEqual([
    0,
    -0,
    2 ** -24,
    1023 * 2 ** -24,
    2 ** -14,
    1,
    -2,
    65504,
    Infinity,
    -Infinity,
  ]);
  expect(decodeHalf(new Uint16Array([0x7e01]))[0]).toBeNaN();
});

test('encoding restores every decoded half float', () => {
  const bits = Uint16Array.from({ length: 65536 }, (_, i) => i);
  const back = encodeHalf(decodeHalf(bits));
  const changed = bits.filter((b, i) => back[i] !== b && (b & 0x7c00) !== 0x7c00);
  expect(changed.length).toBe(0);
  expect(back[0x7c00]).toBe(0x7c00);
  expect(back[0xfc00]).toBe(0xfc00);
});

test('encoding rounds to nearest even', () => {
  const values = [2049, 2051, 65519, 65520, 1e9, 2 ** -25, 3 * 2 ** -26, -1e-9, NaN];
  const bits = encodeHalf(new Float32Array(values));
  const real = [...decodeHalf(bits)];
  expect(real.slice(0, 7)).toEqual([2048, 2052, 65504, Infinity, Infinity, 0, 2 ** -24]);
  expect(real[7]).toBe(-0);
  expect(real[8]).toBeNaN();
});

test('bfloat16 is the upper half of a float32', () => {
  expect([...decodeBfloat(new Uint16Array([0x3f80, 0xc000, 0x7f80, 0]))]).toEqual([
    1,
    -2,
    Infinity,
    0,
  ]);
});
