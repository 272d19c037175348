import { DECODE_LIMIT_MS, tooSlow } from '../../pipeline/photo/limits.ts';
import { canvasCodec, type ImageCodec } from '../../pipeline/photo/picture-codec.ts';
import { manageWorker } from '../life/life.ts';
import type { DecodeApi } from './decode.worker.ts';

const startDecoder = () =>
  manageWorker<DecodeApi>(
    () =>
      new Worker(new URL('./decode.worker.ts', import.meta.url), {
        type: 'module',
        name: 'decode',
      }),
  );

/**
 * The codec of the browser, with a worker for every picture that is decoded. A decoder that hangs, crashes or is
 * cancelled is ended with its worker, and the pipeline lives on.
 */
export const workerCodec: ImageCodec = {
  ...canvasCodec,
  async decode(file, request, signal) {
    // Some browsers do not let workers start workers.
    if (typeof Worker === 'undefined') return canvasCodec.decode(file, request);
    signal?.throwIfAborted();
    const { remote, whileAlive, end } = startDecoder();
    const timer = setTimeout(() => end(tooSlow()), DECODE_LIMIT_MS);
    const cancel = () => end(signal?.reason);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await whileAlive(remote.decode(file, request));
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      end(new DOMException('decoded', 'AbortError'));
    }
  },
};
