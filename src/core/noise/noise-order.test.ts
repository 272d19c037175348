import { expect, test } from 'vitest';
import { CudaGenerator } from './noise-cuda.ts';
import { makeGenerator, pipelineNoise } from './noise-order.ts';
import { TorchGenerator } from './noise.ts';

const SIZES = { embeddings: 6 * 1024, latents: 6 * 4 * 8 * 8 };

test.each([
  ['torch-cpu', new TorchGenerator(4)] as const,
  ['torch-cuda', new CudaGenerator(4)] as const,
])('%s: draws embeddings, latents, then the steps that have noise', (source, expected) => {
  const noise = pipelineNoise(makeGenerator(source, 4), { ...SIZES, type: 'float16' });
  expected.randn(SIZES.embeddings, 'float16');
  expect(noise.latents).toEqual(expected.randn(SIZES.latents, 'float16'));
  expect(noise.step(0.1)).toEqual(expected.randn(SIZES.latents, 'float16'));
  expect(noise.step(0)).toBeUndefined();
  expect(noise.step(0.02)).toEqual(expected.randn(SIZES.latents, 'float16'));
});

test('a model without image embeddings draws its latents first', () => {
  const noise = pipelineNoise(makeGenerator('torch-cpu', 4), { embeddings: 0, latents: 64 });
  expect(noise.latents).toEqual(new TorchGenerator(4).randn(64));
});
