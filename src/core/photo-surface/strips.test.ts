import { expect, it } from 'vitest';
import { stripsOf } from './strips.ts';

const SIZE = 48;

/** A mask of boxes, each x, y, width, height. */
function mask(...boxes: number[][]): Float32Array {
  const out = new Float32Array(SIZE * SIZE);
  for (const [x0, y0, w, h] of boxes)
    for (let y = y0; y < y0 + h; y++) out.fill(1, y * SIZE + x0, y * SIZE + x0 + w);
  return out;
}

const body = [2, 10, 16, 20];
const at = (x: number, y: number) => y * SIZE + x;

it('a tail is a strip that starts where it leaves the body; the body is no strip', () => {
  const strips = stripsOf(mask(body, [18, 20, 25, 3]), SIZE, 2, 10);
  expect(strips).toHaveLength(1);
  const [{ distances, length }] = strips;
  expect([...distances.keys()].sort((a, b) => a - b)).toEqual(
    [20, 21, 22].flatMap((y) => Array.from({ length: 25 }, (_, i) => at(18 + i, y))),
  );
  expect([distances.get(at(18, 21)), distances.get(at(28, 21)), length]).toEqual([0, 10, 24]);
});

it('distances follow the strip round corners; a diagonal step counts 1.4', () => {
  const [{ distances, length }] = stripsOf(
    mask(body, [18, 20, 20, 1], [37, 21, 1, 10]),
    SIZE,
    2,
    10,
  );
  expect(distances.get(at(36, 20))).toBe(18);
  // From (36, 20) diagonally to (37, 21), then down to (37, 30).
  expect(length).toBeCloseTo(18 + 1.4 + 9, 9);
});

it.each([
  ['short', [18, 20, 9, 3]],
  ['wide', [18, 20, 25, 5]],
])('a component that is too %s is no strip', (_, box) =>
  expect(stripsOf(mask(body, box), SIZE, 2, 10)).toEqual([]),
);

it('the distances of a tail that is cut off from its body start at one of its ends', () => {
  const [{ distances, length }] = stripsOf(mask(body, [20, 20, 25, 1]), SIZE, 2, 10);
  expect(length).toBe(24);
  expect([distances.get(at(20, 20)), distances.get(at(44, 20))].sort()).toEqual([0, 24]);
});

it('an empty mask has no strips', () => expect(stripsOf(mask(), SIZE, 2, 10)).toEqual([]));
