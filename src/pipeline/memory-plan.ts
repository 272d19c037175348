import { AppError } from '../core/errors.ts';
import { sizeText } from '../core/size-text.ts';
import type { Compute } from '../graphs/builder.ts';
import type { ComputeLimits } from '../inference/engine.ts';
import type { PlannedNetwork } from '../families/plan.ts';
import type { LoadedPack } from '../packs/load.ts';
import { computeType, storageOf } from './precision.ts';
import { plannedNetworks, type Demand } from './planned-networks.ts';

/** What one network needs while it runs. */
export interface NetworkMemory {
  network: PlannedNetwork['name'];
  /** The precision in which the network computes. */
  compute: Compute;
  /** Whether the network would compute in half precision on another device. */
  lacksHalf: boolean;
  residentBytes: number;
  /**
   * Bytes of the weights in both types, if they are stored as f16 and computed in f32: both copies pass through
   * the WASM heap. Otherwise 0.
   */
  foldedBytes: number;
  activationBytes: number;
  /** Bytes of the largest tensor. It must fit into one binding of the GPU. */
  largestBytes: number;
  flops: number;
}

/**
 * The memory of a run, computed before weights are loaded. Networks run one after the other, so the peak is
 * that of the largest network.
 */
export interface MemoryPlan {
  networks: readonly NetworkMemory[];
  peakBytes: number;
  /** Whether the two halves of guidance run one after the other. */
  split: boolean;
}

/** What the plan needs of a pack: no weights, only what they are. */
export type PlannablePack = Pick<LoadedPack, 'manifest' | 'weights'>;

async function memoryOf(
  pack: PlannablePack,
  demand: Demand,
  half: boolean,
): Promise<NetworkMemory[]> {
  const all: NetworkMemory[] = [];
  for (const planned of plannedNetworks(pack.manifest, demand)) {
    const { name, files, cost } = planned;
    const storage = storageOf(await pack.weights(files[0]));
    const compute = computeType(pack.manifest, planned, { half }, storage);
    const best = computeType(pack.manifest, planned, { half: true }, storage);
    const lacksHalf = best !== compute;
    const { weightBytes, residentBytes, ...rest } = cost({ storage, compute });
    const { activationBytes, largestBytes, flops } = rest;
    const foldedBytes = storage === 'f16' && compute === 'f32' ? weightBytes + residentBytes : 0;
    const network = name;
    all.push({
      network,
      compute,
      lacksHalf,
      residentBytes,
      foldedBytes,
      activationBytes,
      largestBytes,
      flops,
    });
  }
  return all;
}

/**
 * `activationBytes` counts the intermediate results that exist at the same time. In measurements, copies in
 * other layouts doubled the memory (docs/graphs.md).
 */
const ACTIVATION_FACTOR = 2;

const needOf = ({ residentBytes, activationBytes }: NetworkMemory) =>
  residentBytes + ACTIVATION_FACTOR * activationBytes;

/**
 * The error for the first network that needs more memory than the limits allow, with both numbers. Null if all
 * networks fit.
 */
function tooLarge(
  networks: readonly NetworkMemory[],
  { totalBytes, heapBytes, bindingBytes }: ComputeLimits,
): AppError | null {
  for (const memory of networks) {
    const over = (needed: number, available: number | null) =>
      available !== null && needed > available
        ? new AppError('memory-insufficient', {
            message: `${memory.network}: ${needed} bytes are needed, ${available} are available`,
            stage: 'load',
            values: {
              network: memory.network,
              needed: sizeText(needed),
              available: sizeText(available),
            },
          })
        : null;
    const refusal =
      over(needOf(memory), totalBytes) ??
      over(memory.foldedBytes, heapBytes) ??
      over(memory.largestBytes, bindingBytes);
    if (refusal) return refusal;
  }
  return null;
}

/**
 * Plans the memory of a run. Both halves of guidance run in one batch if that fits, otherwise one after the
 * other.
 *
 * @param demand if `split` is absent, the plan chooses it
 * @throws AppError `memory-insufficient`, with both numbers, if a network does not fit
 */
export async function planMemory(
  pack: PlannablePack,
  limits: ComputeLimits,
  demand: Omit<Demand, 'split'> & { split?: boolean },
): Promise<MemoryPlan> {
  const choices = demand.split === undefined ? [false, true] : [demand.split];
  let refusal: AppError | null = null;
  for (const split of choices) {
    if (split && !demand.guided && choices.length > 1) break;
    const networks = await memoryOf(pack, { ...demand, split }, limits.half);
    refusal = tooLarge(networks, limits);
    if (!refusal) return { networks, peakBytes: Math.max(...networks.map(needOf)), split };
  }
  throw refusal;
}
