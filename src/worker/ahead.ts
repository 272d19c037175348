import { keep, missingBytes } from '../inference/kept-runtime.ts';
import type { Missing, PipelineEvent } from './protocol.ts';

/** Milliseconds between two reports of progress. */
const PACE_MS = 300;

/** Name of the lock of the tab that fetches ahead. */
const LOCK = 'fetch ahead';

/** What is needed of the packs: `PackLibrary`. */
interface AheadPacks {
  missing(id: string): Promise<{ bytes: number; kept: boolean } | null>;
  get(id: string, onEvent: (event: PipelineEvent) => void, signal: AbortSignal): Promise<unknown>;
}

/** Fetches ahead what the next run needs, with the same downloads as a run. So nothing is fetched twice. */
export class Ahead {
  readonly #packs: AheadPacks;
  readonly #wasm: () => readonly string[];
  #stop: AbortController | undefined;
  /** Settles when the downloads have ended. */
  #ended: Promise<unknown> = Promise.resolve();

  /** @param wasm URLs of onnxruntime's files; a run needs the first */
  constructor(packs: AheadPacks, wasm: () => readonly string[]) {
    this.#packs = packs;
    this.#wasm = wasm;
  }

  /** What a run must fetch. Null if the pack cannot be read. */
  async missing(packId: string): Promise<Missing | null> {
    const [weights, runtime] = await Promise.all([
      this.#packs.missing(packId),
      missingBytes(this.#wasm().slice(0, 1)),
    ]);
    return weights && { weights: weights.bytes, runtime, kept: weights.kept };
  }

  /**
   * Fetches what is missing. Resolves without having fetched anything if another tab does it.
   * @param onProgress called with the bytes that have arrived, and all that were missing
   * @throws the errors of `PackLibrary.get`, and AbortError after `stop`
   */
  async fetch(packId: string, onProgress: (loaded: number, total: number) => void): Promise<void> {
    await this.stop();
    const { signal } = (this.#stop = new AbortController());
    let lastMs = -Infinity;
    const report = (loaded: number, total: number) => {
      if (loaded < total && performance.now() - lastMs < PACE_MS) return;
      lastMs = performance.now();
      onProgress(loaded, total);
    };
    // A browser without locks also keeps nothing.
    const locks = globalThis.navigator?.locks;
    const work = locks
      ? locks.request(LOCK, { ifAvailable: true }, async (lock) => {
          if (lock) await this.#fetch(packId, report, signal);
        })
      : this.#fetch(packId, report, signal);
    this.#ended = work.catch(() => undefined);
    await work;
  }

  /**
   * Ends the downloads of weights, and waits until that is done. What has arrived stays. A file of onnxruntime goes on, as
   * a run waits for it (`arrived`).
   */
  async stop(): Promise<void> {
    this.#stop?.abort(new DOMException('Fetching ahead was stopped.', 'AbortError'));
    await this.#ended;
  }

  async #fetch(
    packId: string,
    onProgress: (loaded: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const missing = await this.missing(packId);
    if (!missing) return;
    const all = missing.weights + missing.runtime;
    const [needed, ...others] = this.#wasm();
    const untilStopped = (url: string) =>
      new Promise<void>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        if (signal.aborted) reject(signal.reason);
        else keep(url).then(resolve, reject);
      });
    onProgress(0, all);
    await untilStopped(needed);
    onProgress(missing.runtime, all);
    if (missing.weights > 0)
      await this.#packs.get(
        packId,
        (event) => {
          if (event.type !== 'download') return;
          const arrived = Math.max(0, event.loaded - (event.total - missing.weights));
          onProgress(missing.runtime + arrived, all);
        },
        signal,
      );
    for (const url of others) await untilStopped(url);
  }
}
