import { expect, it } from 'vitest';
import { windowsOf } from './windows.ts';

it('windows cover the picture, overlap by half, and begin in the middle', () => {
  const boxes = windowsOf({ width: 200, height: 100 }, 1 / 4, 1);
  expect(boxes).toHaveLength(7 * 3);
  expect(boxes[0]).toEqual({ left: 75, top: 25, width: 50, height: 50 });
  const lefts = [...new Set(boxes.map(({ left }) => left))].sort((a, b) => a - b);
  const tops = [...new Set(boxes.map(({ top }) => top))].sort((a, b) => a - b);
  expect([lefts, tops]).toEqual([
    [0, 25, 50, 75, 100, 125, 150],
    [0, 25, 50],
  ]);
});

it('windows are as high as a narrow picture, and lie within the picture', () => {
  const narrow = windowsOf({ width: 301, height: 40 }, 1 / 3, 1);
  expect(narrow.every(({ top, height }) => top === 0 && height === 40)).toBe(true);
  for (const { left, top, width, height } of [
    ...narrow,
    ...windowsOf({ width: 333, height: 251 }, 1 / 3, 1),
  ]) {
    expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
    expect([left + width <= 333, top + height <= 251]).toEqual([true, true]);
  }
});

it('there are no windows if they would have too few pixels', () => {
  expect(windowsOf({ width: 255, height: 200 }, 1 / 2, 129)).toEqual([]);
  expect(windowsOf({ width: 258, height: 200 }, 1 / 2, 129)).not.toEqual([]);
});
