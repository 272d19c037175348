/**
 * Resolves or rejects as `promise` does. If `signal` aborts first, or has aborted already, rejects at once
 * with the signal's reason. The later outcome of `promise` is then ignored. No listener is left on the
 * signal.
 */
export const abortable = <T>(signal: AbortSignal, promise: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
