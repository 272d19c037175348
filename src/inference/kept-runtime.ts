import { RUNTIME_CACHE } from '../core/files/cache-names.ts';

/**
 * onnxruntime's WASM files in the browser's cache storage, for visits without a network. The service worker answers from
 * there. A browser that gives no cache storage (no secure context) keeps nothing.
 */

/** The files that are being fetched, by URL. */
const arriving = new Map<string, Promise<void>>();

const openCache = async () => (globalThis.caches ? caches.open(RUNTIME_CACHE) : null);

/** Number of bytes that the server would send. Null if it does not say, or does not answer. */
async function sizeOnServer(url: string): Promise<number | null> {
  const response = await fetch(url, { method: 'HEAD' }).catch(() => null);
  const length = response?.ok ? response.headers.get('content-length') : null;
  return length === null ? null : Number(length);
}

/**
 * Number of bytes of these files that are not kept yet, as the server would send them. A file of unknown size counts as
 * 0.
 */
export async function missingBytes(urls: readonly string[]): Promise<number> {
  const cache = await openCache();
  let missing = 0;
  for (const url of urls) if (!(await cache?.match(url))) missing += (await sizeOnServer(url)) ?? 0;
  return missing;
}

/** Fetches a file and keeps it. Does nothing if it is kept. Rejects if it cannot be fetched or kept. */
export async function keep(url: string): Promise<void> {
  const cache = await openCache();
  if (!cache || (await cache.match(url))) return;
  const fetching = arriving.get(url) ?? cache.add(url);
  arriving.set(url, fetching);
  try {
    await fetching;
  } finally {
    arriving.delete(url);
  }
}

/** Waits for a file that is being fetched, so that it is not fetched a second time at once. Never rejects. */
export const arrived = (url: string): Promise<void> =>
  (arriving.get(url) ?? Promise.resolve()).catch(() => undefined);
