import { expect, test } from 'vitest';
import { encodeHalf } from '../core/half.ts';
import { checkFinite, firstNonFinite } from './finite.ts';

const bytesOf = (values: Float32Array | Uint16Array) =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

const brain = (values: readonly number[]) =>
  Uint16Array.from(new Uint32Array(Float32Array.from(values).buffer), (word) => word >>> 16);

const largest = { F32: 3.4028234663852886e38, F16: 65504, BF16: 3.3895313892515355e38 };

test.each(['F32', 'F16', 'BF16'] as const)('%s: NaN and infinities only', (dtype) => {
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
});

test('a tensor of several chunks is checked to its last value, and no further', async () => {
  const values = new Float32Array(2 ** 21 + 10).fill(0.5);
  values.fill(NaN, 0, 2).fill(NaN, values.length - 1);
  const blob = new Blob([values]);
  const entry = {
    dtype: 'F32' as const,
    shape: [2 ** 21 + 7],
    offset: 8,
    byteLength: 2 ** 23 + 28,
  };
  await checkFinite(blob, 'f.pt', 'w', entry);
  await expect(
    checkFinite(blob, 'f.pt', 'w', { ...entry, byteLength: entry.byteLength + 4 }),
  ).rejects.toMatchObject({
    code: 'checkpoint-invalid',
    message: 'f.pt: tensor “w”: value 2097159 is not a finite number',
  });
  await expect(
    checkFinite(blob, 'f.pt', 'w', { ...entry, byteLength: 2 ** 24 }),
  ).rejects.toMatchObject({ code: 'checkpoint-invalid' });
  const stop = AbortSignal.abort();
  await expect(checkFinite(blob, 'f.pt', 'w', entry, stop)).rejects.toThrow(
    expect.objectContaining({ name: 'AbortError' }),
  );
});
