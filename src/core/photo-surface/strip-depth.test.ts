import { expect, it } from 'vitest';
import { surfaceOfMask } from './strip-depth.ts';

const SIZE = 60;
const mask = new Float32Array(SIZE * SIZE);
const distances = new Map<number, number>();
for (let y = 30; y < 33; y++)
  for (let x = 5; x < 55; x++) {
    mask[y * SIZE + x] = 1;
    distances.set(y * SIZE + x, x - 5);
  }
const strip = { distances, length: 49 };

/** Depths on a grid three times as coarse, from a function of the column. */
function coarse(depthOf: (x: number) => number) {
  const z = Float32Array.from({ length: 400 }, (_, at) => depthOf(at % 20));
  return { size: 20, z };
}

/** The true depth of the tail, by coarse column. */
const curve = (x: number) => 2.5 + 0.02 * x - 0.0008 * x * x;

const errors = (z: Float32Array) =>
  [...distances.keys()].map((at) => Math.abs(z[at] - curve(((at % SIZE) + 0.5) / 3 - 0.5)));

it('a smooth strip keeps its depths', () => {
  const { z, strip: onCurve } = surfaceOfMask(mask, coarse(curve), SIZE, [strip]);
  expect(Math.max(...errors(z))).toBeLessThan(0.003);
  expect([...onCurve]).toEqual([...mask]);
});

it('wrong depths in a region of the strip are corrected', () => {
  const jump = (x: number) => curve(x) + (x >= 8 && x < 12 ? 0.3 : 0);
  const without = surfaceOfMask(mask, coarse(jump), SIZE, []);
  expect(Math.max(...errors(without.z))).toBeGreaterThan(0.25);
  expect(without.strip).not.toContain(1);
  const { z } = surfaceOfMask(mask, coarse(jump), SIZE, [strip]);
  expect(Math.max(...errors(z))).toBeLessThan(0.02);
});

it('a strip with too few depths gets no curve', () => {
  const none = coarse((x) => (x === 9 ? 2.5 : 0));
  const few = new Map([...distances].filter(([at]) => at % SIZE < 30 && at < 31 * SIZE));
  const { strip: onCurve } = surfaceOfMask(mask, none, SIZE, [{ distances: few, length: 24 }]);
  expect(onCurve).not.toContain(1);
});

it('pixels outside the mask have no depth', () => {
  const { z } = surfaceOfMask(mask, coarse(curve), SIZE, [strip]);
  mask.forEach((inside, at) => expect(z[at] > 0).toBe(inside > 0));
});
