import { AppError } from '../core/errors.ts';
import type { ComputeLimits } from '../inference/engine.ts';
import type { PlannedNetwork } from '../families/plan.ts';
import type { LoadedPack } from '../packs/load.ts';
import { computeType, storageOf } from './precision.ts';
import { plannedNetworks, type Demand } from './planned-networks.ts';

/** What one network needs while it runs, in bytes. */
export interface NetworkMemory {
  network: PlannedNetwork['name'];
  residentBytes: number;
  /** Weights that are stored in one type and computed in another. Both copies pass through the WASM heap. */
  foldedBytes: number;
  activationBytes: number;
  /** The largest tensor. It must fit into one binding. */
  largestBytes: number;
  flops: number;
}

/** The memory of a run, known before a weight is loaded. Networks run one after the other, so the largest one is the peak. */
export interface MemoryPlan {
  networks: readonly NetworkMemory[];
  peakBytes: number;
  /** The two halves of guidance will run one after the other. */
  split: boolean;
}

async function memoryOf(pack: LoadedPack, demand: Demand, half: boolean): Promise<NetworkMemory[]> {
  const all: NetworkMemory[] = [];
  for (const planned of plannedNetworks(pack.manifest, demand)) {
    const { name, files, cost } = planned;
    const storage = storageOf(await pack.weights(files[0]));
    const compute = computeType(pack.manifest, planned, { half }, storage);
    const { weightBytes, residentBytes, ...rest } = cost({ storage, compute });
    const { activationBytes, largestBytes, flops } = rest;
    const foldedBytes = storage === 'f16' && compute === 'f32' ? weightBytes + residentBytes : 0;
    const network = name;
    all.push({ network, residentBytes, foldedBytes, activationBytes, largestBytes, flops });
  }
  return all;
}

/** The cost counts the results that exist at one time. Copies in other layouts doubled it where it was measured (docs/graphs.md). */
const ACTIVATION_FACTOR = 2;

const needOf = ({ residentBytes, activationBytes }: NetworkMemory) =>
  residentBytes + ACTIVATION_FACTOR * activationBytes;

/** An error for the first network that cannot run here, with what it needs and what there is. */
function tooLarge(
  networks: readonly NetworkMemory[],
  { totalBytes, heapBytes, bindingBytes }: ComputeLimits,
): AppError | null {
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);
  for (const memory of networks) {
    const over = (needed: number, available: number | null) =>
      available !== null && needed > available
        ? new AppError('memory-insufficient', {
            message: `${memory.network}: ${needed} bytes are needed, ${available} can be had`,
            stage: 'load',
            values: {
              network: memory.network,
              needed: gigabytes(needed),
              available: gigabytes(available),
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
 * Plans a run's memory. Guidance runs in one batch if that fits, else in two.
 *
 * @param demand without `split` the plan decides
 * @throws AppError `memory-insufficient`, with both numbers, when a network cannot fit
 */
export async function planMemory(
  pack: LoadedPack,
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
