import { isDeviceLost } from '../core/errors.ts';
import type { StageContext } from '../pipeline/context.ts';
import type { RunSettings, StageEvent } from '../pipeline/events.ts';
import { photoOnce } from '../pipeline/photo/early-photo.ts';
import { planMemory, type MemoryPlan } from '../pipeline/memory-plan.ts';
import { Runner } from '../pipeline/runner.ts';
import { samePhoto } from '../pipeline/same-photo.ts';
import { table, type Given, type Outputs } from '../pipeline/table.ts';
import { warmUp } from '../pipeline/warm-up.ts';
import type { LoadedPack } from '../packs/load.ts';
import type { BrowserRuntime } from './machine.ts';
import type {
  FinishedRun,
  PipelineEvent,
  RunRequest,
  RunSummary,
  WorkerEvent,
} from './protocol.ts';
import { singlePrecisionNotice } from './single-precision.ts';

type Emit = (event: WorkerEvent) => void;

/** What a run needs of the packs: `PackLibrary`. */
interface Packs {
  get(
    id: string,
    onEvent: (event: PipelineEvent) => void,
    signal: AbortSignal,
  ): Promise<LoadedPack>;
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

/** Runs the pipeline on photos, one after the other. Outputs of the last photo are kept for the next run. */
export class PhotoRuns {
  readonly #runner = new Runner<Given, Outputs, RunSettings, StageContext, StageEvent>(table);
  readonly #runtime: BrowserRuntime;
  readonly #packs: Packs;
  #source: Given['source'] | undefined;
  #restored: FinishedRun | undefined;

  constructor(runtime: BrowserRuntime, packs: Packs) {
    this.#runtime = runtime;
    this.#packs = packs;
  }

  /** Takes over the finished stages of another worker. */
  restore(finished: FinishedRun): void {
    this.#restored = finished;
    this.#source = { file: finished.photo, fileName: finished.fileName };
  }

  /** Runs the pipeline. If the GPU device is lost, the run goes on with a new one, once. */
  async run(request: RunRequest, emit: Emit, signal: AbortSignal): Promise<RunSummary> {
    const startMs = performance.now();
    try {
      return await this.#run(request, emit, signal, startMs);
    } catch (error) {
      if (!isDeviceLost(error) || signal.aborted) throw error;
      emit({ type: 'healed', fault: 'device-lost', stage: error.stage });
    }
    return this.#run(request, emit, signal, startMs);
  }

  async #run(
    { photo, fileName, packId, settings: requested }: RunRequest,
    emit: Emit,
    signal: AbortSignal,
    startMs: number,
  ): Promise<RunSummary> {
    const runtime = this.#runtime;
    // A file that is no photo is refused before anything is fetched for it. The earlier photo's outputs stay.
    const source = await samePhoto(this.#source, { file: photo, fileName });
    const decodingMs = performance.now();
    await photoOnce(source, { runtime, signal });
    const spentMs = { photo: performance.now() - decodingMs };
    this.#source = source;
    // The device may also have been lost between two runs.
    await runtime.renew();
    emit({ type: 'backend', choice: runtime.choice() });
    // While the weights are fetched, onnxruntime is loaded, and the rasterizer's shaders are compiled. If this
    // fails, the render stage meets the same error.
    runtime.prepare().catch(() => undefined);
    const [pack, limits] = await Promise.all([
      this.#packs.get(packId, emit, signal),
      runtime.sessions.limits(),
    ]);
    // The self-check may have refused the GPU in the meantime.
    emit({ type: 'backend', choice: runtime.choice() });
    const settings: RunSettings = { ...pack.manifest.defaults, ...requested };
    const memory = await planMemory(pack, limits, {
      guided: settings.guidance !== 1,
      split: settings.splitGuidance,
      viewCount: settings.viewCount,
      viewSize: settings.viewSize,
    });
    emit({ type: 'forecast', forecast: { fits: true, bytes: memory.peakBytes } });
    emit({ type: 'patience', ms: patienceMs(memory) });
    const lacking = singlePrecisionNotice(runtime.choice(), memory);
    if (lacking) emit({ type: 'notice', notice: lacking });
    void warmUp({ pack, runtime, signal, memory }, settings);
    const given = { source };
    const packKey = keyOf(pack);
    const restored = this.#restored;
    // The stages of another photo are of no use: `samePhoto` has then returned the new one.
    if (restored?.packKey === packKey && restored.photo === given.source.file)
      this.#runner.restore(given, restored.stages);
    this.#restored = undefined;
    const { outputs, stageMs } = await this.#runner.run({
      given,
      basis: [pack],
      settings,
      signal,
      spentMs,
      context: (scope) => ({ pack, runtime, memory, signal, ...scope }),
      onEvent: emit,
      onFinished: (finished) => emit({ type: 'finished', packKey, finished }),
    });
    return {
      stageMs,
      totalMs: performance.now() - startMs,
      gaussians: outputs.reconstruct.count,
      video: outputs.turntable.name,
    };
  }
}
