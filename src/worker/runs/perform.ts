import type { StageId } from '../../core/stages.ts';
import type { LoadedPack } from '../../packs/load.ts';
import type { StageContext } from '../../pipeline/context.ts';
import type { StageEvent, StageTimes } from '../../pipeline/events.ts';
import { planMemory, type MemoryPlan } from '../../pipeline/memory-plan.ts';
import type { Runner } from '../../pipeline/runner.ts';
import type { GaussianCloud, Turntable } from '../../pipeline/types.ts';
import type { BrowserRuntime } from '../machine.ts';
import type { FinishedRun, PipelineEvent, WorkerEvent } from '../protocol.ts';
import { singlePrecisionNotice } from '../single-precision.ts';

export type Emit = (event: WorkerEvent) => void;

/** What a run needs of the packs: `PackLibrary`. */
export interface Packs {
  get(
    id: string,
    onEvent: (event: PipelineEvent) => void,
    signal: AbortSignal,
  ): Promise<LoadedPack>;
}

/** With what all runs are made. */
export interface Workshop {
  runtime: BrowserRuntime;
  packs: Packs;
}

/** Outputs that every run has. */
interface Made {
  reconstruct: GaussianCloud;
  turntable: Turntable;
}

/** A run whose input was read. */
export interface Job<Given extends object, Outputs extends Made, Settings> {
  runner: Runner<Given, Outputs, Settings, StageContext, StageEvent>;
  given: Given;
  /** The settings of a run with this pack. */
  settingsWith: (pack: LoadedPack) => Settings;
  /** What the memory plan must know. */
  demandOf: (settings: Settings) => Parameters<typeof planMemory>[2];
  /** Opens networks while the first stages compute. */
  warmUp?: (
    context: Pick<StageContext, 'pack' | 'runtime' | 'signal' | 'memory'>,
    settings: Settings,
  ) => Promise<void>;
  /** Milliseconds that were spent on stages before. */
  spentMs: StageTimes;
  /** Finished stages of another worker for the same input. */
  restored?: FinishedRun;
}

/**
 * Even the slowest machine computes so many floating-point operations per millisecond. A machine of the year 2012
 * computes ten times as many in one thread.
 */
const FLOPS_PER_MS = 1e5;

/** The same for bytes of weights that a session reads. */
const WEIGHT_BYTES_PER_MS = 1e4;

/**
 * Milliseconds for all that `patienceMs` does not count: matting, pose, surfels, and shaders, which a software GPU
 * on a busy machine compiles for two minutes.
 */
const UNCOUNTED_MS = 600_000;

/** Milliseconds that one network of this plan may take without any progress. */
const patienceMs = ({ networks }: MemoryPlan): number =>
  UNCOUNTED_MS +
  Math.max(
    ...networks.map(
      ({ flops, residentBytes }) => flops / FLOPS_PER_MS + residentBytes / WEIGHT_BYTES_PER_MS,
    ),
  );

/** What the finished stages were made with. Other weights give another key. */
const keyOf = ({ manifest }: LoadedPack): string => JSON.stringify(manifest);

interface How {
  packId: string;
  emit: Emit;
  signal: AbortSignal;
  /** The last stage that runs. Default: all run. */
  until?: StageId;
}

/** Fetches the pack, plans the memory, and runs the stages. */
export async function perform<Given extends object, Outputs extends Made, Settings>(
  job: Job<Given, Outputs, Settings>,
  { runtime, packs }: Workshop,
  { packId, emit, signal, until }: How,
): Promise<{ outputs: Outputs; stageMs: StageTimes }> {
  const { runner, given, spentMs, restored } = job;
  // The device may also have been lost between two runs.
  await runtime.renew();
  emit({ type: 'backend', choice: runtime.choice() });
  // While the weights are fetched, onnxruntime is loaded, and the rasterizer's shaders are compiled. If this
  // fails, the render stage meets the same error.
  runtime.prepare().catch(() => undefined);
  const [pack, limits] = await Promise.all([
    packs.get(packId, emit, signal),
    runtime.sessions.limits(),
  ]);
  // The self-check may have refused the GPU in the meantime.
  emit({ type: 'backend', choice: runtime.choice() });
  const settings = job.settingsWith(pack);
  const memory = await planMemory(pack, limits, job.demandOf(settings));
  emit({ type: 'forecast', forecast: { fits: true, bytes: memory.peakBytes } });
  emit({ type: 'patience', ms: patienceMs(memory) });
  const lacking = singlePrecisionNotice(runtime.choice(), memory);
  if (lacking) emit({ type: 'notice', notice: lacking });
  if (!until) void job.warmUp?.({ pack, runtime, signal, memory }, settings);
  const packKey = keyOf(pack);
  if (restored?.packKey === packKey) runner.restore(given, restored.stages);
  return runner.run({
    given,
    basis: [pack],
    settings,
    ...{ signal, spentMs, until },
    context: (scope) => ({ pack, runtime, memory, signal, ...scope }),
    onEvent: emit,
    onFinished: (finished) => emit({ type: 'finished', packKey, finished }),
  });
}
