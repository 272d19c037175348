import { wrap, type Remote } from 'comlink';
import { AppError } from '../core/errors.ts';

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
 * Wraps a worker, so that it can be ended although calls are pending.
 * @param onEnd called once, when the worker has been terminated
 */
export function manageWorker<Api>(worker: Worker, onEnd: () => void): WorkerHandle<Api> {
  // Promise.race with one promise for the worker's end would keep every answer in memory until the worker
  // ends.
  const waiting = new Set<(reason: unknown) => void>();
  let death: { reason: unknown } | undefined;
  const end = (reason: unknown) => {
    if (death) return;
    death = { reason };
    worker.terminate();
    onEnd();
    for (const reject of waiting) reject(reason);
    waiting.clear();
  };
  const whileAlive = <T>(answer: Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (death) reject(death.reason);
      else waiting.add(reject);
      answer.then(resolve, reject).finally(() => waiting.delete(reject));
    });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    end(new AppError('internal', { message: `The worker failed: ${event.message}` }));
  });
  return { remote: wrap<Api>(worker), whileAlive, end };
}
