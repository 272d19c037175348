import { AppError, isDeviceLost } from '../../core/errors.ts';
import { wholeAlpha } from '../../pipeline/matting/whole-mask.ts';
import { photoOnce } from '../../pipeline/photo/early-photo.ts';
import type { Cutout } from '../../pipeline/types.ts';
import type { BrowserRuntime } from '../machine.ts';
import {
  isSample,
  type FinishedRun,
  type OpenedCutout,
  type RunRequest,
  type RunSummary,
} from '../protocol.ts';
import { perform, type Emit, type Packs, type Workshop } from './perform.ts';
import { PhotoRuns, type PhotoJob } from './photo-runs.ts';
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

  /**
   * The photo, and the mask with which it is cut out. The mask is empty if no mouse is found.
   * @param hasMouse false: it is known that no mouse is found
   * @throws AppError as `run`
   */
  async openCutout(
    request: RunRequest,
    hasMouse: boolean,
    signal: AbortSignal,
  ): Promise<OpenedCutout> {
    if (isSample(request))
      throw new AppError('internal', { message: 'Posed views have no photo.' });
    const job = await this.#photos.open(request, request.settings, signal);
    const { image } = await photoOnce(job.given.source, { ...this.#workshop, signal });
    const { width, height } = image;
    const cutout = hasMouse ? await this.#cutout(job, request.packId, signal) : null;
    return {
      photo: { width, height, data: image.data.slice() },
      alpha: cutout ? wholeAlpha(cutout, image) : new Uint8Array(width * height),
    };
  }

  /** The cut-out of a photo; null if no mouse is found. */
  async #cutout(job: PhotoJob, packId: string, signal: AbortSignal): Promise<Cutout | null> {
    const how = { packId, signal, emit: () => undefined, until: 'matting' } as const;
    try {
      return (await perform(job, this.#workshop, how)).outputs.matting;
    } catch (error) {
      if (error instanceof AppError && error.code === 'mask-empty') return null;
      throw error;
    }
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
