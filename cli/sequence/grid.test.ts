import { expect, it } from 'vitest';
import { drawn } from '../../src/test/photos/drawn.ts';
import { inGrid } from './grid.ts';

/** The grey of a pixel. */
const at = ({ width, data }: ReturnType<typeof inGrid>, x: number, y: number) =>
  data[4 * (y * width + x)];

it('has the pictures row by row, the smaller ones in the middle of their cells', () => {
  const pictures = [10, 20, 30, 40, 50].map((grey) => drawn(4, 2, () => grey));
  pictures[1] = drawn(2, 2, () => 20);
  const grid = inGrid(pictures);
  expect([grid.width, grid.height]).toEqual([12, 4]);
  expect([0, 3, 4, 5, 6, 7, 8].map((x) => at(grid, x, 0))).toEqual([10, 10, 255, 20, 20, 255, 30]);
  expect([0, 4, 8].map((x) => at(grid, x, 3))).toEqual([40, 50, 255]);
});

it('of one picture is the picture', () => {
  const one = drawn(3, 5, (x, y) => 10 * x + y);
  expect(inGrid([one])).toEqual(one);
});
