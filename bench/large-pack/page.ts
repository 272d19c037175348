/** The page of run.mjs. Sets the globals `written` and `made`, for which run.mjs waits. */
const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
worker.onmessage = ({ data }: MessageEvent<string>) => {
  if (data !== 'written' && data !== 'made') throw new Error(data);
  Object.assign(globalThis, { [data]: true });
};
worker.postMessage({ held: new URLSearchParams(location.search).has('held') });
