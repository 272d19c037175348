import { proxy, type Remote } from 'comlink';
import { carryErrors } from '../error-transfer.ts';
import { manageWorker } from '../life/life.ts';
import type { SplatApi, SplatClient } from './protocol.ts';

/** Calls a function in a new worker, which ends with the call. */
async function inWorker<T>(
  signal: AbortSignal,
  call: (remote: Remote<SplatApi>) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const { remote, whileAlive, end } = manageWorker<SplatApi>(
    () =>
      new Worker(new URL('./splats.worker.ts', import.meta.url), {
        type: 'module',
        name: 'splats',
      }),
  );
  const abort = () => end(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await whileAlive(call(remote));
  } finally {
    signal.removeEventListener('abort', abort);
    end(new DOMException('The call has ended.', 'AbortError'));
  }
}

/** Connects the page with the workers that open, convert and film splats. */
export function connectSplats(): SplatClient {
  carryErrors();
  return {
    open: (source, signal) => inWorker(signal, (remote) => remote.open(source)),
    convert: (source, format, title, onProgress, signal) =>
      inWorker(signal, (remote) => remote.convert(source, format, title, proxy(onProgress))),
    film: (source, request, onProgress, signal) =>
      inWorker(signal, (remote) => remote.film(source, request, proxy(onProgress))),
  };
}
