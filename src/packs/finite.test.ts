import { expect, test } from 'vitest';
import { encodeHalf } from '../core/half.ts';
import { firstNonFinite } from './finite.ts';

const bytesOf = (values: Float32Array | Uint16Array) =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

const brain = (values: readonly number[]) =>
  Uint16Array.from(new Uint32Array(Float32Array.from(values).buffer), (word) => word >>> 16);

const largest = { F32: 3.4028234663852886e38, F16: 65504, BF16: 3.3895313892515355e38 };

test.each(['F32', 'F16', 'BF16'] as const)(
  '%s: finds NaN and infinities, and nothing else',
  (dtype) => {
    const encode = (...values: number[]) => {
      if (dtype === 'F32') return bytesOf(Float32Array.from(values));
      return bytesOf(dtype === 'F16' ? encodeHalf(Float32Array.from(values)) : brain(values));
    };
    const fine = [0, -0, 1, -1, 6e-8, largest[dtype], -largest[dtype]];
    expect(firstNonFinite(encode(...fine), dtype)).toBe(-1);
    for (const bad of [NaN, Infinity, -Infinity])
      expect(firstNonFinite(encode(...fine, bad, bad), dtype)).toBe(fine.length);
    expect(firstNonFinite(encode(), dtype)).toBe(-1);
    const odd = new Uint8Array(1 + encode(1, NaN).length);
    odd.set(encode(1, NaN), 1);
    expect(firstNonFinite(odd.subarray(1), dtype)).toBe(1);
  },
);
