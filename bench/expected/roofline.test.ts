import { expect, test } from 'vitest';
import { GPUS } from './gpus.ts';
import { gpuRates, networkSeconds, operatorSeconds, type Rates } from './roofline.ts';

const rates: Rates = {
  flopsPerS: (op) => (op === 'Conv' ? 10 : 100),
  bytesPerS: 4,
  secondsPerNode: 1,
};
const step = (op: string, flops: number, readBytes: number, writtenBytes: number) => ({
  op,
  flops,
  readBytes,
  writtenBytes,
});

test('a step takes as long as the slower of computing and moving bytes, and a fixed time', () => {
  expect(networkSeconds({ steps: [step('Gemm', 500, 6, 2)] }, rates)).toBe(5 + 1);
  expect(networkSeconds({ steps: [step('Gemm', 100, 6, 2)] }, rates)).toBe(2 + 1);
  expect(networkSeconds({ steps: [step('Conv', 100, 6, 2)] }, rates)).toBe(10 + 1);
  expect(networkSeconds({ steps: [step('Add', 0, 6, 2)] }, rates)).toBe(2 + 1);
});

test('the slowest operator comes first', () => {
  const steps = [step('Add', 0, 6, 2), step('Conv', 100, 1, 1), step('Add', 0, 2, 2)];
  expect(operatorSeconds({ steps }, rates)).toEqual([
    ['Conv', 11],
    ['Add', 5],
  ]);
});

test('half precision computes no faster on GA10x, and twice as fast on the H200', () => {
  const ratio = (index: number) => {
    const of = (compute: 'f16' | 'f32') => gpuRates(GPUS[index], compute, 'slow').flopsPerS('Conv');
    return of('f16') / of('f32');
  };
  expect([0, 1, 2].map(ratio)).toEqual([1, 1, 2]);
});
