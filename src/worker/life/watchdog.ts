import { AppError } from '../../core/errors.ts';

/** Ends a worker that has given no sign of progress for longer than any machine can need. */
export class Watchdog {
  readonly #end: (reason: AppError) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #patienceMs = Infinity;

  /** @param end gets AppError `worker-stuck` */
  constructor(end: (reason: AppError) => void) {
    this.#end = end;
  }

  /** Milliseconds between two signs of progress. Infinity: the worker is not watched. */
  set patienceMs(ms: number) {
    this.#patienceMs = ms;
    this.reset();
  }

  /** Call this at each sign of progress. */
  reset(): void {
    clearTimeout(this.#timer);
    const ms = this.#patienceMs;
    // A timer cannot wait longer than 2³¹ − 1 ms.
    if (ms >= 2 ** 31) return;
    const seconds = Math.round(ms / 1000);
    this.#timer = setTimeout(
      () =>
        this.#end(
          new AppError('worker-stuck', { message: `The worker made no progress in ${seconds} s.` }),
        ),
      ms,
    );
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
