import { describe, expect, test } from 'vitest';
import recorded from './fixtures/torch_randn.json' with { type: 'json' };
import { TorchGenerator } from './noise.ts';

const furthest = (actual: Float32Array, expected: readonly number[]) =>
  Math.max(...expected.map((value, i) => Math.abs(value - actual[i])));

describe('the stream of torch.manual_seed and torch.randn', () => {
  test.each(recorded.cases)('seed $seed, $n numbers', ({ seed, n, last20, next5, next17 }) => {
    const generator = new TorchGenerator(seed);
    expect(furthest(generator.randn(n).slice(-20), last20)).toBeLessThan(2e-6);
    expect(furthest(generator.randn(5), next5)).toBeLessThan(2e-6);
    expect(furthest(generator.randn(17), next17)).toBeLessThan(2e-6);
  });
});

test('the same seed gives the same noise, another one another', () => {
  expect(new TorchGenerator(4).randn(64)).toEqual(new TorchGenerator(4).randn(64));
  expect(new TorchGenerator(5).randn(64)).not.toEqual(new TorchGenerator(4).randn(64));
  expect(new TorchGenerator(4 + 2 ** 32).randn(64)).toEqual(new TorchGenerator(4).randn(64));
});

test('noise is finite, centred, of unit variance', () => {
  const noise = new TorchGenerator(1).randn(100_003);
  const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
  const variance = noise.reduce((sum, value) => sum + value * value, 0) / noise.length;
  expect(noise.every(Number.isFinite)).toBe(true);
  expect(Math.abs(mean)).toBeLessThan(0.01);
  expect(Math.abs(variance - 1)).toBeLessThan(0.02);
  expect(new TorchGenerator(1).randn(0)).toHaveLength(0);
});
