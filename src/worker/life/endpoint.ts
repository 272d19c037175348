import type { Endpoint } from 'comlink';

/**
 * A worker, as comlink sees it, that can be detached. Comlink keeps the endpoint of a proxy until the proxy was
 * collected. If the endpoint were the worker, the worker's listeners could refer to the proxy, and neither would ever
 * be collected: not the worker, not its calls, and not what its owner had sent to it.
 */
export class WorkerEndpoint implements Endpoint {
  #worker: Worker | undefined;
  readonly #stop: (() => void)[] = [];

  constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** Does nothing after `detach`. */
  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#worker?.postMessage(message, transfer);
  }

  /** The listener stays until `detach`. */
  addEventListener(type: string, listener: EventListenerOrEventListenerObject): void {
    const worker = this.#worker;
    worker?.addEventListener(type, listener);
    this.#stop.push(() => worker?.removeEventListener(type, listener));
  }

  removeEventListener(type: string, listener: EventListenerOrEventListenerObject): void {
    this.#worker?.removeEventListener(type, listener);
  }

  /** Lets go of the worker and of all listeners. */
  detach(): void {
    for (const stop of this.#stop.splice(0)) stop();
    this.#worker = undefined;
  }
}
