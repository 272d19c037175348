import { wrap, type Remote } from 'comlink';
import { AppError } from '../../core/errors.ts';
import type { HeldMessage, LifeMessage } from './alive.ts';
import { WorkerEndpoint } from './endpoint.ts';

/** A worker that can be ended. */
export interface WorkerHandle<Api> {
  remote: Remote<Api>;
  /**
   * Settles as `answer` does, or rejects when the worker fails or is ended. Without this, a call to an ended
   * worker would never settle.
   */
  whileAlive: <T>(answer: Promise<T>) => Promise<T>;
  /** Terminates the worker. All pending calls reject with `reason`. */
  end: (reason: unknown) => void;
}

/**
 * Starts a module worker, so that it can be ended although calls are pending. The worker must call `showLife`
 * (alive.ts). If it fails, or disappears without a word, the pending calls reject within some milliseconds:
 * - `worker-missing`: its script could not be loaded;
 * - `worker-died`: it threw an error outside a call, or it was closed or killed.
 * @param start makes the worker; bundlers find its file only in the caller's `new Worker(new URL(…))`
 * @param onEnd called once, when the worker has ended
 */
export function manageWorker<Api>(
  start: () => Worker,
  onEnd: (reason: unknown) => void = () => undefined,
): WorkerHandle<Api> {
  const worker = start();
  const endpoint = new WorkerEndpoint(worker);
  // Promise.race with one promise for the worker's end would keep every answer in memory until the worker
  // ends.
  const waiting = new Set<(reason: unknown) => void>();
  let death: { reason: unknown } | undefined;
  const stopWatching = new AbortController();
  const end = (reason: unknown) => {
    if (death) return;
    death = { reason };
    stopWatching.abort();
    worker.terminate();
    endpoint.detach();
    onEnd(reason);
    for (const reject of waiting) reject(reason);
    waiting.clear();
  };
  const whileAlive = <T>(answer: Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (death) reject(death.reason);
      else waiting.add(reject);
      answer.then(resolve, reject).finally(() => waiting.delete(reject));
    });
  worker.addEventListener('error', (event: Event) => {
    event.preventDefault();
    // Only a script that cannot be loaded gives an event without a message.
    const message = event instanceof ErrorEvent ? event.message : '';
    end(
      message
        ? new AppError('worker-died', { message: `The worker failed: ${message}` })
        : new AppError('worker-missing', { message: 'The script of the worker cannot be loaded.' }),
    );
  });
  watch(worker, stopWatching.signal, () =>
    end(new AppError('worker-died', { message: 'The worker stopped without an error.' })),
  );
  return { remote: wrap<Api>(endpoint), whileAlive, end };
}

let started = 0;

/** Calls `onGone` when the worker has stopped without an event. Needs no answer from a worker that is busy. */
function watch(worker: Worker, signal: AbortSignal, onGone: () => void): void {
  const lock = `worker ${(started += 1)} ${performance.timeOrigin} ${Math.random()}`;
  const { port1, port2 } = new MessageChannel();
  // New browsers close a worker's ports when the worker ends. This also works without a secure context.
  port1.addEventListener('close', onGone);
  port1.start();
  signal.addEventListener('abort', () => port1.close());
  worker.addEventListener('message', ({ data }: MessageEvent<Partial<HeldMessage> | null>) => {
    if (data?.heldLock !== lock) return;
    navigator.locks.request(lock, { signal }, onGone).catch(() => undefined);
  });
  worker.postMessage({ lifeLock: lock } satisfies LifeMessage, [port2]);
}
