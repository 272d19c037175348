import { expect, it } from 'vitest';
import { ROW_KINDS, rowsOf } from './rows.ts';

it('has a row for the photo, all views, each without itself, and fewer and fewer inputs', () => {
  const rows = rowsOf(ROW_KINDS, [0, 2, 1], 2);
  expect(rows.map(({ name }) => name)).toEqual([
    'photo 2',
    '3 views',
    'all but the view',
    '2 views',
    '1 view',
  ]);
  expect(rows[0].runOf(1)).toEqual({ folder: 'photo-2', from: 'photo', inputs: [2] });
  expect(rows[2].runOf(0).inputs).toEqual([2, 1]);
  expect(rows[2].runOf(2).folder).toBe('views-0-1');
  expect(rows[3].runOf(0).inputs).toEqual([0, 2]);
});

it('leaves a view that is no input as it is in the row without it', () => {
  const [row] = rowsOf(['held-out'], [0, 1, 2], 0);
  expect(row.runOf(5).inputs).toEqual([0, 1, 2]);
});

it('makes the row with all inputs once, and none that has too few', () => {
  expect(rowsOf(['inputs'], [0, 1], 0).map(({ name }) => name)).toEqual(['2 views', '1 view']);
  expect(rowsOf(['held-out'], [0, 1], 0)).toEqual([]);
});
