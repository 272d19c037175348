import { describe, expect, it, test } from 'vitest';
import { TURN_SH } from './axes.ts';
import { shRestSize } from './gaussian-cloud.ts';
import { rotateSh, shRotation } from './sh-rotation.ts';
import { shBasis, shSum } from './spherical-harmonics.ts';

/** A rotation about an axis that is not a world axis. */
function someRotation(): number[] {
  const [w, x, y, z] = [0.3, 0.5, -0.7, 0.412310562561766];
  return [
    ...[1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
    ...[2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
    ...[2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
  ];
}

const HALF_TURN = [-1, 0, 0, 0, 0, -1, 0, -1, 0];

describe.each([
  ['the half turn to viewer axes', HALF_TURN],
  ['a quarter turn', [0, -1, 0, 1, 0, 0, 0, 0, 1]],
  ['any rotation', someRotation()],
])('%s', (_, matrix) => {
  it.each([1, 2, 3] as const)(
    'keeps the colour along every rotated direction, degree %i',
    (degree) => {
      const size = 3 * shRestSize(degree);
      const before = Float32Array.from({ length: 2 * size }, (_, i) => Math.sin(7.3 * i + 1));
      const after = before.slice();
      rotateSh(shRotation(matrix), degree, after, { first: 0, step: size, count: 2 });
      const basis = new Float64Array(15);
      for (let i = 0; i < 200; i++) {
        const [x, y, z] = [Math.sin(i), Math.cos(2.1 * i), Math.sin(0.7 * i + 2)];
        const turned = [0, 3, 6].map((r) => matrix[r] * x + matrix[r + 1] * y + matrix[r + 2] * z);
        for (const channel of [0, 1, 2] as const) {
          shBasis(degree, x, y, z, basis);
          const was = shSum({ degree, rest: before }, 1, channel, basis);
          shBasis(degree, turned[0], turned[1], turned[2], basis);
          const is = shSum({ degree, rest: after }, 1, channel, basis);
          expect(Math.abs(is - was)).toBeLessThan(2e-6);
        }
      }
    },
  );
});

test('the half turn swaps and negates band 1, to the bit', () => {
  const rest = new Float32Array([0.1, 0.2, 0.3, 1.1, 1.2, 1.3, 2.1, 2.2, 2.3]);
  rotateSh(TURN_SH, 1, rest, { first: 0, step: 9, count: 1 });
  expect(rest).toEqual(new Float32Array([0.2, 0.1, -0.3, 1.2, 1.1, -1.3, 2.2, 2.1, -2.3]));
});

test('changes only the given rows', () => {
  const rest = new Float32Array(40).fill(1);
  rotateSh(TURN_SH, 1, rest, { first: 12, step: 10, count: 2 });
  const same = [...rest.keys()].filter((i) => i < 12 || i === 21 || i >= 31);
  expect(same.every((i) => rest[i] === 1)).toBe(true);
  expect(rest.filter((v) => v === -1)).toHaveLength(6);
});
