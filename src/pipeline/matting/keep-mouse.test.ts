import { describe, expect, it } from 'vitest';
import { keepMouse } from './keep-mouse.ts';

const size = 64;

/** A mask of 64 × 64 pixels with rectangles of alpha 1: x, y, width, height. */
function boxes(...list: [number, number, number, number][]): Float32Array {
  const alpha = new Float32Array(size * size);
  for (const [x, y, w, h] of list)
    for (let row = y; row < y + h; row++) alpha.fill(1, row * size + x, row * size + x + w);
  return alpha;
}

const at = (alpha: Float32Array, x: number, y: number) => alpha[y * size + x];

describe('keepMouse', () => {
  it('keeps a component connected by a corner, with its soft edge', () => {
    const alpha = boxes([4, 4, 20, 20], [24, 24, 20, 20]);
    for (let y = 4; y < 24; y++) alpha[y * size + 3] = 0.2;
    const before = alpha.slice();
    keepMouse(alpha, size, size);
    expect(alpha).toEqual(before);
  });

  it('keeps a tail that a bar cuts off, because it is a small component near the mouse', () => {
    const alpha = boxes([4, 4, 20, 20], [25, 10, 20, 1]);
    keepMouse(alpha, size, size);
    expect(at(alpha, 40, 10)).toBe(1);
  });

  it('scales distances by the zoom', () => {
    const keptAt = (zoom: number) => {
      const alpha = boxes([4, 4, 20, 20], [28, 10, 20, 1]);
      keepMouse(alpha, size, size, { zoom });
      return at(alpha, 40, 10);
    };
    expect([keptAt(1), keptAt(2), keptAt(3)]).toEqual([0, 0, 1]);
  });

  it('keeps a mouse that two bars cut into three components', () => {
    const alpha = boxes([4, 4, 10, 20], [15, 4, 20, 20], [36, 4, 10, 20], [49, 4, 9, 20]);
    keepMouse(alpha, size, size, { network: true });
    expect([10, 30, 40].map((x) => at(alpha, x, 10))).toEqual([1, 1, 1]);
    expect(at(alpha, 52, 10), 'farther than a bar is wide').toBe(0);
  });

  it('keeps a component behind the next bar only if the component before it is opaque', () => {
    const alpha = boxes([4, 4, 20, 20], [4, 35, 20, 6]);
    for (let y = 25; y < 34; y++) alpha.fill(0.7, y * size + 4, y * size + 24);
    keepMouse(alpha, size, size, { network: true });
    expect([10, 30, 38].map((y) => at(alpha, 10, y))).toEqual([1, 0, 0]);
    const small = boxes([4, 4, 20, 20], [32, 10, 6, 1]);
    small.fill(0.7, 10 * size + 25, 10 * size + 31);
    keepMouse(small, size, size, { network: true });
    expect([27, 35].map((x) => at(small, x, 10) > 0)).toEqual([true, false]);
  });

  it('keeps an opaque tail that comes back over the picture’s border', () => {
    const tail = (left: number, up = 0, value = 1, network = true) => {
      const alpha = boxes([4, 44, 20, 20]);
      for (let y = 56 - up; y < 64 - up; y++)
        alpha.fill(value, y * size + left, y * size + left + 2);
      keepMouse(alpha, size, size, { network });
      return at(alpha, left, 60 - up) > 0;
    };
    expect([tail(46), tail(48), tail(46, 1), tail(46, 0, 0.7), tail(46, 0, 1, false)]).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('drops another mouse at the border, because it is too large for a tail', () => {
    const alpha = boxes([4, 44, 20, 20], [40, 50, 10, 14]);
    keepMouse(alpha, size, size, { network: true });
    expect([at(alpha, 10, 60), at(alpha, 45, 60)]).toEqual([1, 0]);
  });

  it('drops specks, objects as large as a hand, distant components, and distant pixels of low alpha', () => {
    const alpha = boxes([4, 4, 20, 20], [25, 4, 1, 1], [4, 25, 20, 8], [50, 50, 5, 5]);
    alpha[40 * size + 60] = 0.3;
    keepMouse(alpha, size, size);
    expect(at(alpha, 10, 10)).toBe(1);
    for (const [x, y] of [
      [25, 4],
      [10, 30],
      [52, 52],
      [60, 40],
    ])
      expect(at(alpha, x, y), `${x}, ${y}`).toBe(0);
  });

  it('prefers a mouse of alpha 1 to a larger object of alpha 0.5', () => {
    const alpha = boxes([4, 4, 10, 10]);
    for (let y = 30; y < 50; y++) alpha.fill(0.5, y * size + 30, y * size + 50);
    keepMouse(alpha, size, size);
    expect([at(alpha, 8, 8), at(alpha, 40, 40)]).toEqual([1, 0]);
  });

  it('keeps soft edges up to 2 pixels away, in a corner, too', () => {
    const isKept = (x: number, y: number) => {
      const alpha = boxes([0, 0, 20, 20]);
      alpha[y * size + x] = 0.2;
      keepMouse(alpha, size, size);
      return at(alpha, x, y) > 0;
    };
    expect([isKept(21, 21), isKept(22, 5), isKept(5, 21), isKept(5, 22)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('empties a mask whose alpha is low everywhere', () => {
    const alpha = new Float32Array(size * size).fill(0.3);
    keepMouse(alpha, size, size);
    expect(Math.max(...alpha)).toBe(0);
  });

  const [main, second, third, small, besideBar] = [
    [4, 4, 20, 20],
    [40, 40, 18, 18],
    [40, 4, 16, 16],
    [40, 40, 8, 8],
    [25, 4, 15, 20],
  ] as [number, number, number, number][];
  it.each([
    ['a second mouse', 1, [main, second], 1],
    ['two more', 1, [main, second, third], 2],
    ['a second mouse of a mask that is less sure', 0.8, [main, second], 1],
    ['a small thing', 1, [main, small], 0],
    ['a shadow', 0.6, [main, second], 0],
    ['a part of the mouse behind a bar', 1, [main, besideBar], 0],
  ])('counts other animals: %s', (_, value, list, others) => {
    const alpha = boxes(...list);
    // The first box stays opaque.
    alpha.forEach((a, i) => (alpha[i] = i % size < 24 && i < 24 * size ? a : a * value));
    expect(keepMouse(alpha, size, size, { network: true })).toEqual({ others });
  });
});
