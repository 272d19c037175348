import type { Compute } from '../../src/graphs/builder.ts';

/** A class of GPUs. The sources of the numbers are in docs/gpu.md. */
export interface Gpu {
  name: string;
  /** Operations per second of the ordinary units. WebGPU in browsers does not reach the tensor cores. */
  peakFlops: Record<Compute, number>;
  bytesPerS: number;
}

export const GPUS: readonly Gpu[] = [
  { name: 'RTX 3060', peakFlops: { f32: 12.7e12, f16: 12.7e12 }, bytesPerS: 360e9 },
  { name: 'RTX A6000', peakFlops: { f32: 38.7e12, f16: 38.7e12 }, bytesPerS: 768e9 },
  { name: 'H200', peakFlops: { f32: 67e12, f16: 134e12 }, bytesPerS: 4.8e12 },
];

/** What WebGPU reaches of a GPU's numbers. */
interface Shares {
  /** 0…1 of the peak rate. */
  compute: number;
  /** 0…1 of the bandwidth. */
  bandwidth: number;
  secondsPerNode: number;
}

/** The best and the worst published shares (docs/gpu.md). */
export const SHARES: Record<'fast' | 'slow', Shares> = {
  fast: { compute: 0.67, bandwidth: 0.92, secondsPerNode: 24e-6 },
  slow: { compute: 0.06, bandwidth: 0.5, secondsPerNode: 36e-6 },
};
