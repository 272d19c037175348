import '../packs/zod-without-eval.ts';
import { expose, transfer } from 'comlink';
import { AppError } from '../core/errors.ts';
import {
  chooseBackend,
  probeAdapter,
  wasmThreads,
  type BackendPreference,
} from '../inference/backend.ts';
import { knownLimits } from '../inference/known-limits.ts';
import { wasmFilesFor } from '../inference/ort.ts';
import { forecastMemory } from '../pipeline/memory/forecast.ts';
import { Ahead } from './ahead.ts';
import { showLife } from './life/alive.ts';
import { carryErrors } from './error-transfer.ts';
import { browserRuntime, type BrowserRuntime } from './machine.ts';
import { PackLibrary } from './packs.ts';
import { paced } from './paced.ts';
import { Runs } from './runs/index.ts';
import type {
  FinishedRun,
  MemoryForecast,
  Missing,
  OpenedCutout,
  OpenResult,
  PackSummary,
  PipelineApi,
  RequestedSettings,
  RunRequest,
  RunSummary,
  WorkerEvent,
} from './protocol.ts';

/** The worker's state after `open`. */
interface Open {
  runtime: BrowserRuntime;
  packs: PackLibrary;
  runs: Runs;
  ahead: Ahead;
}

class Pipeline implements PipelineApi {
  #open: Open | undefined;
  #controller: AbortController | undefined;

  async open(preference: BackendPreference, baseUrl: string): Promise<OpenResult> {
    // `wasm` needs no adapter, so the adapter is not requested.
    const probe = preference === 'wasm' ? 'no-adapter' : await probeAdapter();
    const choice = chooseBackend(preference, probe, wasmThreads());
    const runtime = browserRuntime(choice);
    const packs = new PackLibrary(baseUrl);
    const ahead = new Ahead(packs, () => wasmFilesFor(runtime.choice()));
    this.#open = { runtime, packs, runs: new Runs(runtime, packs), ahead };
    return { choice, packs: await packs.list() };
  }

  listPacks(): Promise<PackSummary[]> {
    return this.#opened().packs.list();
  }

  async forecast(packId: string, settings: RequestedSettings): Promise<MemoryForecast | null> {
    const { runtime, packs } = this.#opened();
    const pack = await packs.preview(packId);
    return pack && forecastMemory(pack, await knownLimits(runtime.choice()), settings);
  }

  async run(request: RunRequest, onEvent: (event: WorkerEvent) => unknown): Promise<RunSummary> {
    // The page's answers to the events of this run. The run ends only when the page has received all events.
    const received: Promise<unknown>[] = [];
    const emit = paced((event) => void received.push(Promise.resolve(onEvent(event))));
    try {
      return await this.#work((runs, signal) => runs.run(request, emit, signal));
    } finally {
      await Promise.allSettled(received);
    }
  }

  async openCutout(request: RunRequest, hasMouse: boolean): Promise<OpenedCutout> {
    const opened = await this.#work((runs, signal) => runs.openCutout(request, hasMouse, signal));
    return transfer(opened, [opened.photo.data.buffer, opened.alpha.buffer]);
  }

  async #work<T>(work: (runs: Runs, signal: AbortSignal) => Promise<T>): Promise<T> {
    const { runtime, runs, ahead } = this.#opened();
    if (this.#controller) throw new AppError('internal', { message: 'A run is in progress.' });
    const controller = (this.#controller = new AbortController());
    try {
      await ahead.stop();
      return await work(runs, controller.signal);
    } catch (error) {
      // Ends all work that was started in parallel.
      controller.abort(error);
      throw error;
    } finally {
      this.#controller = undefined;
      await runtime.rest();
    }
  }

  restore(finished: FinishedRun): void {
    this.#opened().runs.restore(finished);
  }

  cancel(): void {
    this.#controller?.abort();
  }

  retryDownload(): void {
    this.#open?.packs.retryDownload();
  }

  missing(packId: string): Promise<Missing | null> {
    return this.#opened().ahead.missing(packId);
  }

  async fetchAhead(
    packId: string,
    onProgress: (loaded: number, total: number) => unknown,
  ): Promise<void> {
    if (this.#controller) throw new DOMException('A run is in progress.', 'AbortError');
    await this.#opened().ahead.fetch(packId, (loaded, total) => void onProgress(loaded, total));
  }

  async stopAhead(): Promise<void> {
    await this.#open?.ahead.stop();
  }

  #opened(): Open {
    if (!this.#open) throw new AppError('internal', { message: 'The pipeline is not open.' });
    return this.#open;
  }
}

carryErrors();
showLife();
expose(new Pipeline());
