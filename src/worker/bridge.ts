import { proxy } from 'comlink';
import { abortable } from '../core/abortable.ts';
import { AppError } from '../core/errors.ts';
import { carryErrors } from './error-transfer.ts';
import { manageWorker, type WorkerHandle } from './life.ts';
import type {
  BackendPreference,
  OpenResult,
  OrbitView,
  PackSummary,
  PipelineApi,
  PipelineClient,
  PipelineEvent,
  RunRequest,
  RunSummary,
} from './protocol.ts';

/** Milliseconds within which a cancelled run must stop at its next step. Otherwise its worker is ended. */
const GRACE_MS = 700;

const ignore = () => undefined;

/** The pipeline's worker. Await `opened`, the result of its `open`, before any other call. */
interface OpenLife extends WorkerHandle<PipelineApi> {
  opened: Promise<OpenResult>;
}

/** The pipeline, as the page uses it. It starts a worker, and a new worker after the old one has ended. */
class Bridge implements PipelineClient {
  #life: OpenLife | undefined;
  #preference: BackendPreference = 'auto';
  #baseUrl = '';
  /** Settles when the previous run has ended in the worker. This may be some time after the run was cancelled. */
  #idle: Promise<unknown> = Promise.resolve();
  /** The splat of the last finished run, and the worker that has loaded this splat. */
  #splat: { ply: Blob; loadedBy?: OpenLife } | undefined;

  async open(preference: BackendPreference, baseUrl: string): Promise<OpenResult> {
    this.#life?.end(new DOMException('The pipeline was opened anew.', 'AbortError'));
    this.#preference = preference;
    this.#baseUrl = baseUrl;
    return this.#alive().opened;
  }

  async run(
    request: RunRequest,
    onEvent: (event: PipelineEvent) => void,
    signal: AbortSignal,
  ): Promise<RunSummary> {
    // After a cancellation the page continues immediately, but the worker may still be busy with the previous run.
    await this.#idle;
    signal.throwIfAborted();
    const life = this.#alive();
    const work = this.#work(life, request, onEvent, signal);
    this.#idle = work.then(ignore, ignore);
    return abortable(signal, work);
  }

  /**
   * Runs in the worker, and settles when the run has ended there. If a cancelled run does not stop within
   * `GRACE_MS`, the worker is ended.
   */
  async #work(
    life: OpenLife,
    request: RunRequest,
    onEvent: (event: PipelineEvent) => void,
    signal: AbortSignal,
  ): Promise<RunSummary> {
    let grace: ReturnType<typeof setTimeout> | undefined;
    const cancel = () => {
      life.remote.cancel().catch(ignore);
      grace = setTimeout(() => life.end(signal.reason), GRACE_MS);
    };
    signal.addEventListener('abort', cancel, { once: true });
    let splat: Blob | undefined;
    const listener = proxy((event: PipelineEvent) => {
      if (event.type === 'splat') splat = event.ply;
      if (!signal.aborted) onEvent(event);
    });
    try {
      await life.whileAlive(life.opened);
      signal.throwIfAborted();
      const summary = await life.whileAlive(life.remote.run(request, listener));
      if (splat) this.#splat = { ply: splat };
      return summary;
    } catch (error) {
      // A worker cannot recover from these errors: its device stays lost, and its WASM heap never shrinks.
      if (error instanceof AppError && ['device-lost', 'out-of-memory'].includes(error.code))
        life.end(error);
      throw error;
    } finally {
      clearTimeout(grace);
      signal.removeEventListener('abort', cancel);
    }
  }

  async listPacks(): Promise<PackSummary[]> {
    const life = this.#alive();
    await life.whileAlive(life.opened);
    return life.whileAlive(life.remote.listPacks());
  }

  async renderOrbit(view: OrbitView): Promise<ImageBitmap> {
    const life = this.#alive();
    const splat = this.#splat;
    await life.whileAlive(life.opened);
    if (splat && splat.loadedBy !== life) {
      await life.whileAlive(life.remote.loadOrbit(splat.ply));
      splat.loadedBy = life;
    }
    return life.whileAlive(life.remote.renderOrbit(view));
  }

  #alive(): OpenLife {
    this.#life ??= this.#start();
    return this.#life;
  }

  #start(): OpenLife {
    const worker = new Worker(new URL('./pipeline.worker.ts', import.meta.url), {
      type: 'module',
      name: 'pipeline',
    });
    const base = manageWorker<PipelineApi>(worker, () => {
      if (this.#life === life) this.#life = undefined;
    });
    const opened = base.whileAlive(base.remote.open(this.#preference, this.#baseUrl));
    // A worker that could not be opened is ended, so that the next call starts a new one.
    opened.catch(base.end);
    const life: OpenLife = { ...base, opened };
    return life;
  }
}

/** Makes the page's only connection to the pipeline. Call `open` first. */
export function connect(): PipelineClient {
  carryErrors();
  return new Bridge();
}
