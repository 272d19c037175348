import { expect, it } from 'vitest';
import { angleDeg, ink, opaque } from './measure.ts';

it('measures the angle between two directions', () => {
  const z = Float32Array.of(0, 0, 1);
  expect(angleDeg(z, z)).toBeCloseTo(0, 6);
  expect(angleDeg(z, Float32Array.of(0, -1, 0))).toBeCloseTo(90, 6);
  expect(angleDeg(z, Float32Array.of(0, 0.6, -0.8))).toBeCloseTo(143.13, 2);
});

it('ink has holes in a white coat, and opaque has no holes', () => {
  // A dark, a white and a transparent pixel.
  const data = Uint8ClampedArray.of(9, 9, 9, 255, 250, 250, 250, 200, 0, 0, 0, 100);
  const onWhite = Uint8ClampedArray.of(9, 9, 9, 255, 250, 250, 250, 255, 255, 255, 255, 255);
  expect(opaque({ width: 3, height: 1, data })).toEqual([true, true, false]);
  expect(ink({ width: 3, height: 1, data: onWhite })).toEqual([true, false, false]);
});
