import { expect, it } from 'vitest';
import { attentionRows, spreadRows } from './attention-rows.ts';
import { uniform } from './random.ts';

it('gives the mean of the values if all scores are equal', () => {
  const shape = { batch: 1, queries: 2, keys: 3, heads: 2, width: 2 };
  const zeros = new Float32Array(8);
  const v = Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  const rows = attentionRows(shape, [zeros, uniform(12, 1), v], [1]);
  expect([...rows]).toEqual([5, 6, 7, 8]);
});

it('gives the value of one key if its score is far above the others, for every head and batch row', () => {
  const shape = { batch: 2, queries: 1, keys: 2, heads: 2, width: 1 };
  // The first head of each batch row prefers key 1, the second head key 0.
  const q = Float32Array.from([100, -100, 100, -100]);
  const k = Float32Array.from([0, 0, 10, 10, 0, 0, 10, 10]);
  const v = Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
  expect([...attentionRows(shape, [q, k, v], [0, 1])]).toEqual([3, 2, 7, 6]);
});

it('spreads rows from the first to the last', () => {
  expect(spreadRows(10, 4)).toEqual([0, 3, 6, 9]);
  expect(spreadRows(2, 9)).toEqual([0, 1]);
  expect(spreadRows(1, 3)).toEqual([0]);
});
