import { describe, expect, it } from 'vitest';
import { TorchGenerator } from '../core/noise/noise.ts';
import { isQuantisable } from '../graphs/weights.ts';
import { quantise } from './quantise.ts';

const ROWS = 5;
const values = new TorchGenerator(1).randn(ROWS * 64).map((v, i) => v * 10 ** ((i >> 6) - 2));

const rows = (x: Float32Array) =>
  Array.from({ length: ROWS }, (_, i) => [...x.subarray(64 * i, 64 * i + 64)]);

describe('quantise', () => {
  it.each([
    ['int8', 254],
    ['int8x2', 65278],
  ] as const)(
    '%s is within half a scale of the values, and exact for the largest',
    (kind, steps) => {
      const { high, low, scale } = quantise(values, ROWS, kind);
      expect(low === undefined).toBe(kind === 'int8');
      const back = Float32Array.from(high, (h, i) => {
        const whole = low ? 256 * h + low[i] : h;
        return whole * scale[i >> 6];
      });
      rows(values).forEach((row, r) => {
        const largest = Math.max(...row.map(Math.abs));
        row.forEach((value, i) => {
          const error = Math.abs(back[64 * r + i] - value);
          expect(error).toBeLessThanOrEqual((largest / steps) * 1.001);
          if (Math.abs(value) === largest) expect(error).toBeLessThan(largest * 1e-6);
        });
      });
    },
  );

  it('rows of zeros or of tiny values become zeros', () => {
    const tiny = new Float32Array([0, 0, 1e-45, -1e-45]);
    for (const kind of ['int8', 'int8x2'] as const) {
      const { high, low, scale } = quantise(tiny, 2, kind);
      expect([...high, ...(low ?? [])].every((byte) => byte === 0)).toBe(true);
      expect([...scale]).toEqual([1, 1]);
    }
  });

  it('vectors and small matrices are not quantised', () => {
    expect(isQuantisable([100_000])).toBe(false);
    expect(isQuantisable([14, 128])).toBe(false);
    expect(isQuantisable([64, 64])).toBe(true);
  });
});
