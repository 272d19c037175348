/**
 * Creates a session of onnxruntime's jspi build in a worker that collects garbage while the weights are read.
 * `?keep-readers` keeps references to the readers, as the app does. The browser needs --js-flags=--expose-gc.
 * `reads.spec.ts` reads `window.collected`.
 */
export interface Collected {
  /** Number of reads of byte streams that have begun. */
  reads: number;
  /** Number of garbage collections that began during a read. */
  collections: number;
  /** Number of readers that were collected during a read. The read then never ends. */
  lost: number;
  /** Whether the session was created. */
  made: boolean;
}

declare global {
  interface Window {
    /** Resolves when the session is created or a reader is lost. */
    collected: Promise<Collected>;
  }
}

const worker = new Worker(new URL('./collected.worker.ts', import.meta.url), { type: 'module' });
window.collected = new Promise((resolve, reject) => {
  worker.onmessage = ({ data }: MessageEvent<Collected | string>) =>
    typeof data === 'string' ? reject(new Error(data)) : resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
});
worker.postMessage({ keepReaders: new URLSearchParams(location.search).has('keep-readers') });
