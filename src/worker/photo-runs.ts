import { isDeviceLost } from '../core/errors.ts';
import type { StageContext } from '../pipeline/context.ts';
import type { RunSettings, StageEvent } from '../pipeline/events.ts';
import { planMemory, type MemoryPlan } from '../pipeline/memory-plan.ts';
import { Runner } from '../pipeline/runner.ts';
import { samePhoto } from '../pipeline/same-photo.ts';
import { table, type Given, type Outputs } from '../pipeline/table.ts';
import { warmUp } from '../pipeline/warm-up.ts';
import type { LoadedPack } from '../packs/load.ts';
import type { BrowserRuntime } from './machine.ts';
import type { PackLibrary } from './packs.ts';
import type { FinishedRun, RunRequest, RunSummary, WorkerEvent } from './protocol.ts';
import { singlePrecisionNotice } from './single-precision.ts';

type Emit = (event: WorkerEvent) => void;

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
  readonly #packs: PackLibrary;
  #source: Given['source'] | undefined;
  #restored: FinishedRun | undefined;

  constructor(runtime: BrowserRuntime, packs: PackLibrary) {
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
    this.#source = await samePhoto(this.#source, { file: photo, fileName });
    const given = { source: this.#source };
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
