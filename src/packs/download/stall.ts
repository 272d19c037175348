import { ConnectionFault } from './faults.ts';
import type { DownloadWatch } from './news.ts';
import type { Timing } from './timing.ts';

/**
 * Watches the time without bytes of one request. It says that the download stalls, and later ends the request.
 */
export class StallWatch {
  readonly #file: string;
  readonly #watch: DownloadWatch;
  readonly #timing: Timing;
  readonly #controller = new AbortController();
  readonly #off: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stalled = false;

  constructor(file: string, watch: DownloadWatch, timing: Timing, signal?: AbortSignal) {
    this.#file = file;
    this.#watch = watch;
    this.#timing = timing;
    const abort = () => this.#controller.abort(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
    const offRetry = watch.onRetry(() => {
      if (this.#stalled) this.#give('the user asked for a new try');
    });
    this.#off = () => {
      signal?.removeEventListener('abort', abort);
      offRetry();
    };
    this.#listen();
  }

  /** Aborted when the caller's signal is, or with a `ConnectionFault` after `reconnectMs` without bytes. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Call it whenever the server has sent something. */
  alive(): void {
    clearTimeout(this.#timer);
    this.#stalled = false;
    this.#watch.tell(this.#file, null);
    this.#listen();
  }

  /** Ends the request, if it still goes on, and the watch. */
  end(): void {
    clearTimeout(this.#timer);
    this.#off();
    this.#controller.abort(new DOMException('The request has ended.', 'AbortError'));
  }

  #listen(): void {
    const { stallMs, reconnectMs } = this.#timing;
    this.#timer = setTimeout(() => {
      this.#stalled = true;
      this.#watch.tell(this.#file, { kind: 'stalled', file: this.#file, quietMs: stallMs });
      this.#timer = setTimeout(
        () => this.#give(`no byte came for ${reconnectMs / 1000} s`),
        reconnectMs - stallMs,
      );
    }, stallMs);
  }

  #give(why: string): void {
    this.#controller.abort(new ConnectionFault('stalled', why));
  }
}
