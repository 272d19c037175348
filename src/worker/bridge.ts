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

/** A cancelled run may go on to its next step for this long; then its worker is ended, and the next run starts another. */
const GRACE_MS = 700;

const ignore = () => undefined;

/** The pipeline's worker, which must be opened before anything else. */
interface OpenLife extends WorkerHandle<PipelineApi> {
  opened: Promise<OpenResult>;
}

/** The main thread's end of the pipeline: starts the worker, and starts it again when it had to go. */
class Bridge implements PipelineClient {
  #life: OpenLife | undefined;
  #wish: BackendPreference = 'auto';
  #baseUrl = '';
  /** Settles when the run before has really ended. */
  #idle: Promise<unknown> = Promise.resolve();
  /** The last finished run's splat, and the worker that has it loaded. */
  #splat: { ply: Blob; loadedBy?: OpenLife } | undefined;

  async open(wish: BackendPreference, baseUrl: string): Promise<OpenResult> {
    this.#life?.end(new DOMException('The pipeline was opened anew.', 'AbortError'));
    this.#wish = wish;
    this.#baseUrl = baseUrl;
    return this.#alive().opened;
  }

  async run(
    request: RunRequest,
    onEvent: (event: PipelineEvent) => void,
    signal: AbortSignal,
  ): Promise<RunSummary> {
    // The page is told of a cancel at once; the worker may still be winding down.
    await this.#idle;
    signal.throwIfAborted();
    const life = this.#alive();
    const work = this.#work(life, request, onEvent, signal);
    this.#idle = work.then(ignore, ignore);
    return abortable(signal, work);
  }

  /** A run to its real end: the worker's answer, or the worker's own end when it does not stop in time. */
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
      // Neither a lost device nor a grown WASM heap is ever given back to the same worker.
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
    const opened = base.whileAlive(base.remote.open(this.#wish, this.#baseUrl));
    // A worker that could not open is of no use to the next call.
    opened.catch(base.end);
    const life: OpenLife = { ...base, opened };
    return life;
  }
}

/** The pipeline, ready to be opened. One per page. */
export function connect(): PipelineClient {
  carryErrors();
  return new Bridge();
}
