import { wrap, type Remote } from 'comlink';
import { AppError } from '../core/errors.ts';

/** One worker from its start to its end. */
export interface WorkerHandle<Api> {
  remote: Remote<Api>;
  /** The answer to a call, or a rejection when the worker is ended or breaks: of itself a call would wait for ever. */
  whileAlive: <T>(answer: Promise<T>) => Promise<T>;
  end: (reason: unknown) => void;
}

/** @param onEnd called once, when the worker is gone */
export function manageWorker<Api>(worker: Worker, onEnd: () => void): WorkerHandle<Api> {
  // Not Promise.race with a promise of the worker's death: that one would hold every answer until then.
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
    end(new AppError('internal', { message: `The worker broke: ${event.message}` }));
  });
  return { remote: wrap<Api>(worker), whileAlive, end };
}
