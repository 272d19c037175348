import { isDeviceLost } from '../../core/errors.ts';
import type { BrowserRuntime } from '../machine.ts';
import { isSample, type FinishedRun, type RunRequest, type RunSummary } from '../protocol.ts';
import { perform, type Emit, type Packs, type Workshop } from './perform.ts';
import { PhotoRuns } from './photo-runs.ts';
import { PosedRuns } from './posed-runs.ts';

/** Runs the pipeline on photos and samples, one after the other. Outputs of the last ones are kept for the next run. */
export class Runs {
  readonly #workshop: Workshop;
  readonly #photos: PhotoRuns;
  readonly #posed = new PosedRuns();

  constructor(runtime: BrowserRuntime, packs: Packs) {
    this.#workshop = { runtime, packs };
    this.#photos = new PhotoRuns(runtime);
  }

  /** Takes over the finished stages of another worker. */
  restore(finished: FinishedRun): void {
    if (isSample(finished)) this.#posed.restore(finished);
    else this.#photos.restore(finished);
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
    request: RunRequest,
    emit: Emit,
    signal: AbortSignal,
    startMs: number,
  ): Promise<RunSummary> {
    const { packId, settings } = request;
    const how = { packId, emit, signal };
    const { outputs, stageMs } = isSample(request)
      ? await perform(await this.#posed.open(request, settings), this.#workshop, how)
      : await perform(await this.#photos.open(request, settings, signal), this.#workshop, how);
    return {
      stageMs,
      totalMs: performance.now() - startMs,
      gaussians: outputs.reconstruct.count,
      video: outputs.turntable.name,
    };
  }
}
