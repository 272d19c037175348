import { wrap, type Remote } from 'comlink';
import { AppError } from '../core/errors.ts';

/** One worker from its start to its end. */
export interface Life<Api> {
  remote: Remote<Api>;
  /** Rejects when the worker is ended or breaks; calls that wait for it would otherwise wait for ever. */
  death: Promise<never>;
  end: (reason: unknown) => void;
}

/** @param onEnd called once, when the worker is gone */
export function startLife<Api>(worker: Worker, onEnd: () => void): Life<Api> {
  let end: Life<Api>['end'] = () => undefined;
  const death = new Promise<never>((_, reject) => {
    end = (reason) => {
      worker.terminate();
      onEnd();
      reject(reason);
    };
  });
  death.catch(() => undefined);
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    end(new AppError('internal', { message: `The worker broke: ${event.message}` }));
  });
  return { remote: wrap<Api>(worker), death, end };
}
