import type { Compute } from '../../src/graphs/builder.ts';
import type { NetworkCost } from '../../src/graphs/cost.ts';
import type { StepCost } from '../../src/graphs/step-cost.ts';
import { SHARES, type Gpu } from './gpus.ts';

/** What a backend does per second. */
export interface Rates {
  flopsPerS: (op: string) => number;
  bytesPerS: number;
  /** Fixed cost of a node. */
  secondsPerNode: number;
}

/**
 * Seconds of one step by the roofline model (Williams et al. 2009): the larger of computing and of moving bytes,
 * and the fixed cost of a node.
 */
const secondsOf = ({ op, flops, readBytes, writtenBytes }: StepCost, rates: Rates): number =>
  Math.max(
    flops === 0 ? 0 : flops / rates.flopsPerS(op),
    (readBytes + writtenBytes) / rates.bytesPerS,
  ) + rates.secondsPerNode;

/** Seconds of one run of a network. */
export const networkSeconds = ({ steps }: Pick<NetworkCost, 'steps'>, rates: Rates): number =>
  steps.reduce((sum, step) => sum + secondsOf(step, rates), 0);

/** Seconds per operator, the slowest first. */
export const operatorSeconds = ({ steps }: Pick<NetworkCost, 'steps'>, rates: Rates) => {
  const seconds = new Map<string, number>();
  for (const step of steps)
    seconds.set(step.op, (seconds.get(step.op) ?? 0) + secondsOf(step, rates));
  return [...seconds].sort(([, a], [, b]) => b - a);
};

/** The rates of a GPU with the best or the worst published shares. */
export const gpuRates = (gpu: Gpu, compute: Compute, end: keyof typeof SHARES): Rates => {
  const share = SHARES[end];
  return {
    flopsPerS: () => gpu.peakFlops[compute] * share.compute,
    bytesPerS: gpu.bytesPerS * share.bandwidth,
    secondsPerNode: share.secondsPerNode,
  };
};
