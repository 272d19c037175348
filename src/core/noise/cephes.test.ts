import { expect, test } from 'vitest';
import { log32, sinCos32 } from './cephes.ts';

/** Error in units in the last place of a float32. */
const ulps = (actual: number, exact: number) =>
  Math.abs(actual - exact) / 2 ** (Math.floor(Math.log2(Math.abs(exact))) - 23);

test('the logarithm is within one unit in the last place', () => {
  for (let i = 1; i < 1 << 24; i += 997) {
    const uniform = i * 2 ** -24;
    expect(ulps(log32(uniform), Math.log(uniform))).toBeLessThan(1);
  }
  expect(log32(1)).toBe(0);
});

test('sine and cosine are within 1e-7 on a full turn', () => {
  const out = new Float32Array(2);
  for (let i = 0; i < 1 << 24; i += 997) {
    const angleRad = Math.fround(2 * Math.PI * i * 2 ** -24);
    sinCos32(angleRad, out);
    expect(Math.abs(out[0] - Math.sin(angleRad))).toBeLessThan(1e-7);
    expect(Math.abs(out[1] - Math.cos(angleRad))).toBeLessThan(1e-7);
  }
});
