import { expect, it } from 'vitest';
import { angleDeg } from './measure.ts';

it('measures the angle between two directions', () => {
  const z = Float32Array.of(0, 0, 1);
  expect(angleDeg(z, z)).toBeCloseTo(0, 6);
  expect(angleDeg(z, Float32Array.of(0, -1, 0))).toBeCloseTo(90, 6);
  expect(angleDeg(z, Float32Array.of(0, 0.6, -0.8))).toBeCloseTo(143.13, 2);
});
