import { describe, expect, test } from 'vitest';
import published from '../fixtures/torch_cuda_randn.json' with { type: 'json' };
import { CudaGenerator } from './noise-cuda.ts';

/** Half of the last of four printed decimals, plus the error of the card's fast sine. */
const TOLERANCE = 0.5e-4 + 5e-6;

describe('published numbers of CUDA cards', () => {
  test.each(published.cases)('$card, seed $seed, $type: $source', (published) => {
    const generator = new CudaGenerator(published.seed, published.device);
    for (const { n, parts } of published.draws) {
      const noise = generator.randn(n, published.type === 'float16' ? 'float16' : 'float32');
      for (const { start, values } of parts) {
        values.forEach((value, i) => {
          const normal = noise[start + i] * Math.sqrt(published.variance) + published.mean;
          expect(Math.abs(normal - value)).toBeLessThan(TOLERANCE);
        });
      }
    }
  });
});

test('the card matters only if more numbers are drawn than it has threads', () => {
  const small = { multiprocessors: 3, threadsPerMultiprocessor: 1024 + 255 };
  const threads = 3 * 1024;
  const drawn = (n: number) => new CudaGenerator(4, small).randn(n);
  const reference = new CudaGenerator(4).randn(threads + 1);
  expect(drawn(threads)).toEqual(reference.slice(0, threads));
  expect(drawn(threads + 1).slice(0, threads)).toEqual(reference.slice(0, threads));
  expect(drawn(threads + 1)[threads]).not.toBe(reference[threads]);
});

test('a draw advances the stream by what one thread draws, whatever its length', () => {
  const device = { multiprocessors: 1, threadsPerMultiprocessor: 256 };
  const after = (n: number) => {
    const generator = new CudaGenerator(4, device);
    generator.randn(n);
    return generator.randn(4);
  };
  expect(after(1)).toEqual(after(1024));
  expect(after(1025)).toEqual(after(2048));
  expect(after(1025)).not.toEqual(after(1024));
  expect(after(0)).toEqual(new CudaGenerator(4, device).randn(4));
});

test('the upper 32 bits of a seed count', () => {
  expect(new CudaGenerator(4 + 2 ** 32).randn(4)).not.toEqual(new CudaGenerator(4).randn(4));
});
