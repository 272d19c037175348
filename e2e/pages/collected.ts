/**
 * Creates a session of onnxruntime's jspi build in a worker that collects garbage while its weights are read.
 * `?held` takes the cure. Needs --js-flags=--expose-gc. `reads.spec.ts` reads `window.collected`.
 */
export interface Collected {
  /** Reads of byte streams that began. */
  reads: number;
  /** Collections that began while a read was open. */
  collections: number;
  /** Readers that were collected while they read: these reads never end. */
  lost: number;
  /** Whether the session was made. */
  made: boolean;
}

declare global {
  interface Window {
    /** Settles when the session is made or a reader is lost. */
    collected: Promise<Collected>;
  }
}

const worker = new Worker(new URL('./collected.worker.ts', import.meta.url), { type: 'module' });
window.collected = new Promise((resolve, reject) => {
  worker.onmessage = ({ data }: MessageEvent<Collected | string>) =>
    typeof data === 'string' ? reject(new Error(data)) : resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
});
worker.postMessage({ held: new URLSearchParams(location.search).has('held') });
