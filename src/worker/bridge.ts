import { proxy } from 'comlink';
import { abortable } from '../core/abortable.ts';
import { AppError } from '../core/errors.ts';
import { carryErrors } from './error-transfer.ts';
import { manageWorker, type WorkerHandle } from './life/life.ts';
import {
  HEALED_FAULTS,
  type BackendPreference,
  type FinishedRun,
  type FinishedStage,
  type HealedFault,
  type MemoryForecast,
  type Missing,
  type OpenedCutout,
  type OpenResult,
  type PackSummary,
  type PipelineApi,
  type PipelineClient,
  type PipelineEvent,
  type RequestedSettings,
  type RunRequest,
  type RunSummary,
  type WorkerEvent,
} from './protocol.ts';
import { FinishedStages } from './life/finished-stages.ts';
import { Watchdog } from './life/watchdog.ts';

/** Milliseconds within which a cancelled run must stop at its next step. Otherwise its worker is ended. */
const GRACE_MS = 700;

const ignore = () => undefined;

/**
 * The code, if the same run may succeed in another worker: this worker is gone, or its runtime or its device is
 * broken.
 */
const healable = ({ code }: AppError): HealedFault | undefined =>
  HEALED_FAULTS.find((fault) => fault === code);

/** Who hears of a run. */
interface Listeners {
  onEvent: (event: PipelineEvent) => void;
  onFinished: (stage: FinishedStage) => void;
}

/** The pipeline's worker. Await `opened`, the result of its `open`, before any other call. */
interface OpenLife extends WorkerHandle<PipelineApi> {
  opened: Promise<OpenResult>;
  /** Whether the worker already has the finished stages of the worker before it, or has made them. */
  restored: boolean;
}

/** The pipeline, as the page uses it. It starts a worker, and a new worker after the old one has ended. */
class Bridge implements PipelineClient {
  #life: OpenLife | undefined;
  #preference: BackendPreference = 'auto';
  #baseUrl = '';
  /** Settles when the previous run has ended in the worker. This may be some time after the run was cancelled. */
  #idle: Promise<unknown> = Promise.resolve();
  /** What a new worker need not compute again. */
  readonly #finished = new FinishedStages();
  /** Set by `restart` during a run. */
  #restarting = false;

  async open(preference: BackendPreference, baseUrl: string): Promise<OpenResult> {
    this.#life?.end(new DOMException('The pipeline was opened anew.', 'AbortError'));
    this.#preference = preference;
    this.#baseUrl = baseUrl;
    try {
      return await this.#alive().opened;
    } catch (error) {
      // Nothing is lost yet, so there is nothing to say if the next worker can be opened.
      if (!(error instanceof AppError && healable(error))) throw error;
      console.warn(`${error.message} Another worker is opened.`);
      return this.#alive().opened;
    }
  }

  async run(
    request: RunRequest,
    onEvent: (event: PipelineEvent) => void,
    signal: AbortSignal,
    onFinished: (stage: FinishedStage) => void = ignore,
  ): Promise<RunSummary> {
    // After a cancellation the page continues immediately, but the worker may still be busy with the previous run.
    await this.#idle;
    signal.throwIfAborted();
    const work = this.#workOn(request, { onEvent, onFinished }, signal);
    this.#idle = work.then(ignore, ignore);
    return abortable(signal, work);
  }

  restore(finished: FinishedRun): void {
    if (this.#finished.take(finished) && this.#life) this.#life.restored = false;
  }

  restart(): void {
    this.#restarting = true;
    this.#life?.end(
      new AppError('worker-stuck', { message: 'The worker was stopped by the person.' }),
    );
  }

  /**
   * Runs in a worker. If the worker breaks, the run goes on in another one, if the person asked for it, or if the run
   * has not yet gone on by itself. A worker that replaced its GPU device has gone on by itself.
   */
  async #workOn(
    request: RunRequest,
    listeners: Listeners,
    signal: AbortSignal,
  ): Promise<RunSummary> {
    let healed = false;
    const onEvent = (event: PipelineEvent) => {
      if (event.type === 'healed') healed = true;
      listeners.onEvent(event);
    };
    for (;;) {
      this.#restarting = false;
      const life = this.#alive();
      try {
        return await this.#work(life, request, { ...listeners, onEvent }, signal);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const fault = healable(error);
        // The WASM heap never shrinks, so a worker without memory is of no more use.
        if (fault || error.code === 'out-of-memory') life.end(error);
        if (!fault || signal.aborted || (healed && !this.#restarting)) throw error;
        healed ||= !this.#restarting;
        console.warn(`${error.message} The run goes on in another worker.`);
        listeners.onEvent({ type: 'healed', fault, stage: error.stage });
      }
    }
  }

  /**
   * Runs in the worker, and settles when the run has ended there. If a cancelled run does not stop within
   * `GRACE_MS`, the worker is ended.
   */
  async #work(
    life: OpenLife,
    request: RunRequest,
    { onEvent, onFinished }: Listeners,
    signal: AbortSignal,
  ): Promise<RunSummary> {
    let grace: ReturnType<typeof setTimeout> | undefined;
    const cancel = () => {
      life.remote.cancel().catch(ignore);
      grace = setTimeout(() => life.end(signal.reason), GRACE_MS);
    };
    signal.addEventListener('abort', cancel, { once: true });
    const watchdog = new Watchdog(life.end);
    const listener = proxy((event: WorkerEvent) => {
      watchdog.reset();
      if (event.type === 'patience') watchdog.patienceMs = event.ms;
      else if (event.type === 'finished') {
        this.#finished.add(request, event);
        if (!signal.aborted) onFinished(event);
      } else if (!signal.aborted) onEvent(event);
    });
    try {
      await this.#restore(life);
      signal.throwIfAborted();
      return await life.whileAlive(life.remote.run(request, listener));
    } finally {
      watchdog.stop();
      clearTimeout(grace);
      signal.removeEventListener('abort', cancel);
    }
  }

  /** Waits until the worker is open, and has what another one has finished. */
  async #restore(life: OpenLife): Promise<void> {
    await life.whileAlive(life.opened);
    const finished = this.#finished.all;
    if (!life.restored && finished) await life.whileAlive(life.remote.restore(finished));
    life.restored = true;
  }

  async openCutout(request: RunRequest, hasMouse: boolean): Promise<OpenedCutout> {
    await this.#idle;
    const life = this.#alive();
    const opened = this.#restore(life).then(() =>
      life.whileAlive<OpenedCutout>(life.remote.openCutout(request, hasMouse)),
    );
    this.#idle = opened.then(ignore, ignore);
    return opened;
  }

  async listPacks(): Promise<PackSummary[]> {
    const life = this.#alive();
    await life.whileAlive(life.opened);
    return life.whileAlive(life.remote.listPacks());
  }

  async forecast(packId: string, settings: RequestedSettings): Promise<MemoryForecast | null> {
    const life = this.#alive();
    await life.whileAlive(life.opened);
    return life.whileAlive<MemoryForecast | null>(life.remote.forecast(packId, settings));
  }

  retryDownload(): void {
    this.#life?.remote.retryDownload().catch(ignore);
  }

  async missing(packId: string): Promise<Missing | null> {
    const life = this.#alive();
    await life.whileAlive(life.opened);
    return life.whileAlive<Missing | null>(life.remote.missing(packId));
  }

  async fetchAhead(
    packId: string,
    onProgress: (loaded: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const life = this.#alive();
    await life.whileAlive(life.opened);
    signal.throwIfAborted();
    const stop = () => void life.remote.stopAhead().catch(ignore);
    signal.addEventListener('abort', stop, { once: true });
    try {
      await life.whileAlive(life.remote.fetchAhead(packId, proxy(onProgress)));
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  #alive(): OpenLife {
    this.#life ??= this.#start();
    return this.#life;
  }

  #start(): OpenLife {
    const base = manageWorker<PipelineApi>(
      () =>
        new Worker(new URL('./pipeline.worker.ts', import.meta.url), {
          type: 'module',
          name: 'pipeline',
        }),
      () => {
        if (this.#life === life) this.#life = undefined;
      },
    );
    const opened = base.whileAlive(base.remote.open(this.#preference, this.#baseUrl));
    // A worker that could not be opened is ended, so that the next call starts a new one.
    opened.catch(base.end);
    const life: OpenLife = { ...base, opened, restored: false };
    return life;
  }
}

/** Makes the page's only connection to the pipeline. Call `open` first. */
export function connect(): PipelineClient {
  carryErrors();
  return new Bridge();
}
