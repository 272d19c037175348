/** The page that run.mjs opens. Sets the global variables `written` and `made`. run.mjs waits for both. */
const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
worker.onmessage = ({ data }: MessageEvent<string>) => {
  if (data !== 'written' && data !== 'made') throw new Error(data);
  Object.assign(globalThis, { [data]: true });
};
worker.postMessage({ keepReaders: new URLSearchParams(location.search).has('keep-readers') });
