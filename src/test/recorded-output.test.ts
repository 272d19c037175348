import { expect, it } from 'vitest';
import { recordedError, recordedPart } from './recorded-output.ts';

const whole = Float32Array.from({ length: 12 }, (_, i) => i);
const recorded = { data: new Float32Array([0, 5, 10]), shape: [3, 4], every: 5 };

it('compares an output with a thinned recording at the recorded positions', () => {
  expect([...recordedPart(whole, recorded)]).toEqual([0, 5, 10]);
  expect(recordedError(whole, recorded)).toBe(0);
  expect(recordedError(whole.with(5, 6), recorded)).toBeCloseTo(0.1, 6);
  expect(recordedError(whole.with(6, 60), recorded)).toBe(0);
});

it('compares every value with a whole recording', () => {
  const all = { data: whole, shape: [3, 4] };
  expect(recordedPart(whole, all)).toBe(whole);
  expect(recordedError(whole.with(6, 17), all)).toBe(1);
});

it('does not compare outputs of another size', () => {
  expect(recordedError(undefined, recorded)).toBe(1);
  expect(recordedError(whole.subarray(0, 11), recorded)).toBe(1);
  expect(() => recordedPart(whole.subarray(0, 11), recorded)).toThrow(
    '11 values; the recorded output has the shape 3×4',
  );
});
