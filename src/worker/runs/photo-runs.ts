import type { StageContext } from '../../pipeline/context.ts';
import type { RunSettings, StageEvent } from '../../pipeline/events.ts';
import { photoOnce } from '../../pipeline/photo/early-photo.ts';
import { Runner } from '../../pipeline/runner.ts';
import { samePhoto } from '../../pipeline/same-photo.ts';
import { table, type Given, type Outputs } from '../../pipeline/table.ts';
import { warmUp } from '../../pipeline/warm-up.ts';
import type { BrowserRuntime } from '../machine.ts';
import type { FinishedRun, PhotoInput, RequestedSettings } from '../protocol.ts';
import type { Job } from './perform.ts';

export type PhotoJob = Job<Given, Outputs, RunSettings>;

/** Runs from photos, one after the other. Outputs of the last photo are kept for the next run. */
export class PhotoRuns {
  readonly #runner = new Runner<Given, Outputs, RunSettings, StageContext, StageEvent>(table);
  readonly #runtime: BrowserRuntime;
  #source: Given['source'] | undefined;
  #restored: (FinishedRun & PhotoInput) | undefined;

  constructor(runtime: BrowserRuntime) {
    this.#runtime = runtime;
  }

  /** Takes over the finished stages of another worker. */
  restore(finished: FinishedRun & PhotoInput): void {
    this.#restored = finished;
    this.#source = { file: finished.photo, fileName: finished.fileName };
  }

  /**
   * Reads the photo of a run. A file that is no photo is refused before anything is fetched for it. The earlier photo's
   * outputs stay.
   * @throws AppError as the stage `photo` does
   */
  async open(
    { photo, fileName }: PhotoInput,
    requested: RequestedSettings,
    signal: AbortSignal,
  ): Promise<PhotoJob> {
    const runtime = this.#runtime;
    const source = await samePhoto(this.#source, { file: photo, fileName });
    const decodingMs = performance.now();
    await photoOnce(source, { runtime, signal });
    const spentMs = { photo: performance.now() - decodingMs };
    this.#source = source;
    // The stages of another photo are of no use: `samePhoto` has then returned the new one.
    const restored = this.#restored?.photo === source.file ? this.#restored : undefined;
    this.#restored = undefined;
    return {
      ...{ runner: this.#runner, given: { source }, spentMs, restored, warmUp },
      settingsWith: ({ manifest }) => ({ ...manifest.defaults, ...requested }),
      demandOf: ({ guidance, splitGuidance, viewCount, viewSize }) => ({
        guided: guidance !== 1,
        ...{ split: splitGuidance, viewCount, viewSize },
      }),
    };
  }
}
