import { expect, it } from 'vitest';
import { DepthOrder } from './depth-order.ts';

const order = new DepthOrder();

it.each([0, 1, 2, 1000, 70_000])('sorts %i depths, stably', (count) => {
  const depth = Float32Array.from({ length: count }, (_, i) => 0.2 + ((i * 7919) % 641) / 100);
  const expected = Uint32Array.from(depth.keys()).sort((a, b) => depth[a] - depth[b] || a - b);
  expect(order.sort(depth, count)).toEqual(expected);
});

it('sorts only the first `count` depths', () => {
  expect([...order.sort(new Float32Array([3, 2, 1, 0.5]), 3)]).toEqual([2, 1, 0]);
});
