import { describe, expect, test } from 'vitest';
import recorded from '../fixtures/torch_randn.json' with { type: 'json' };
import { TorchGenerator, type FloatType } from './noise.ts';

async function sha256(numbers: Float32Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', numbers);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const floatType = (name: string): FloatType => (name === 'float16' ? 'float16' : 'float32');

describe('the stream of torch.manual_seed and torch.randn, bit for bit', () => {
  test.each(recorded.streams)('seed $seed, $type', async ({ seed, type, draws }) => {
    const generator = new TorchGenerator(seed);
    for (const { shape, first, last, sha256: hash } of draws) {
      const n = shape.reduce((product, size) => product * size, 1);
      const noise = generator.randn(n, floatType(type));
      expect(noise.slice(0, 16)).toEqual(Float32Array.from(first));
      expect(noise.slice(-16)).toEqual(Float32Array.from(last));
      if (hash) expect(await sha256(noise)).toBe(hash);
    }
  });
});

test('the same seed gives the same noise, another seed other noise', () => {
  expect(new TorchGenerator(4).randn(64)).toEqual(new TorchGenerator(4).randn(64));
  expect(new TorchGenerator(5).randn(64)).not.toEqual(new TorchGenerator(4).randn(64));
  expect(new TorchGenerator(4 + 2 ** 32).randn(64)).toEqual(new TorchGenerator(4).randn(64));
});

test('noise is finite, has mean zero and unit variance', () => {
  const noise = new TorchGenerator(1).randn(100_003);
  const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
  const variance = noise.reduce((sum, value) => sum + value * value, 0) / noise.length;
  expect(noise.every(Number.isFinite)).toBe(true);
  expect(Math.abs(mean)).toBeLessThan(0.01);
  expect(Math.abs(variance - 1)).toBeLessThan(0.02);
  expect(new TorchGenerator(1).randn(0)).toHaveLength(0);
});
