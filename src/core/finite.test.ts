import { describe, expect, it } from 'vitest';
import { allFinite, describeNonFinite } from './finite.ts';

const LARGEST = 3.4028234663852886e38;

describe('allFinite', () => {
  it.each([0, 1, 3, 4, 5, 8, 1021])('is true for %i finite values of every size', (length) => {
    const values = Float32Array.from(
      { length },
      (_, i) => [0, -0, LARGEST, -LARGEST, 1e-45][i % 5],
    );
    expect(allFinite(values)).toBe(true);
  });

  it.each([NaN, Infinity, -Infinity])('finds one %d at every position', (value) => {
    for (let at = 0; at < 11; at++) {
      const values = new Float32Array(11).fill(LARGEST);
      values[at] = value;
      expect(allFinite(values), `position ${at}`).toBe(false);
    }
  });

  it('finds infinities of opposite signs, whose sum hides nothing', () =>
    expect(allFinite(Float32Array.of(Infinity, -Infinity, 1, 1))).toBe(false));
});

it('describeNonFinite counts, and names the first position', () =>
  expect(describeNonFinite(Float32Array.of(1, -Infinity, NaN, NaN))).toBe(
    'of 4 values 2 are NaN and 1 infinite, the first at 1',
  ));
