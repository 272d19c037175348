import { AppError } from '../../core/errors.ts';
import type { ComputeLimits } from '../../inference/engine.ts';
import { planMemory, type PlannablePack } from '../memory-plan.ts';
import type { RunSettings } from '../events.ts';

/** What the memory plan expects of a run. */
export type MemoryForecast =
  /** Bytes of the largest network while it runs: weights, and twice the intermediate results. */
  | { fits: true; bytes: number }
  /** A network needs more than the limits allow. `values` are those of the error `memory-insufficient`. */
  | { fits: false; values: Readonly<Record<string, string | number>> };

/**
 * The memory that a run with these settings needs, by the plan that the run itself uses.
 * @throws what the reading of the pack throws
 */
export async function forecastMemory(
  pack: PlannablePack,
  limits: ComputeLimits,
  settings: Partial<RunSettings>,
): Promise<MemoryForecast> {
  const { splitGuidance: split, viewCount, viewSize } = settings;
  const guided = (settings.guidance ?? pack.manifest.defaults.guidance) !== 1;
  try {
    const demand = { guided, split, viewCount, viewSize };
    return { fits: true, bytes: (await planMemory(pack, limits, demand)).peakBytes };
  } catch (error) {
    if (error instanceof AppError && error.code === 'memory-insufficient')
      return { fits: false, values: error.values };
    throw error;
  }
}
