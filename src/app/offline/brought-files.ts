import { FILE_NAME, SHARED, sharedCache } from '../../worker/offline/names.ts';
import { AppError } from '../../core/errors.ts';
import type { Drops } from '../drop/store.ts';

/** The File Handling API, which TypeScript does not describe yet. */
interface LaunchQueue {
  setConsumer(consume: (launch: { files?: readonly FileSystemFileHandle[] }) => void): void;
}

/** The files that wait in the service worker's cache. They are removed there. */
async function sharedFiles(baseUrl: string): Promise<File[]> {
  const name = sharedCache(baseUrl);
  const cache = await caches.open(name);
  const files: File[] = [];
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    if (!response) continue;
    const blob = await response.blob();
    const fileName = decodeURIComponent(response.headers.get(FILE_NAME) ?? '');
    files.push(new File([blob], fileName, { type: blob.type }));
  }
  await caches.delete(name);
  return files;
}

/**
 * Takes the files that reach an installed page from outside: those that were opened with it, and those that another
 * program has shared with it. They go the same way as files that are dropped.
 */
export function takeBroughtFiles(baseUrl: string, drops: Pick<Drops, 'take' | 'refuse'>): void {
  const take = (files: File[]) => void drops.take({ files, folders: [] });
  const refuse = (cause: unknown) => {
    const message = `Files did not reach the page. ${String(cause)}`;
    drops.refuse(new AppError('brought-lost', { message, stage: 'load', cause }));
  };
  const { launchQueue } = window as Window & { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files = [] }) => {
    if (files.length > 0) Promise.all(files.map((handle) => handle.getFile())).then(take, refuse);
  });
  const url = new URL(location.href);
  if (!url.searchParams.has(SHARED) || !('caches' in globalThis)) return;
  // A reload must not look for them again.
  url.searchParams.delete(SHARED);
  history.replaceState(history.state, '', url);
  sharedFiles(baseUrl)
    .then((files) => {
      if (files.length === 0) throw new Error('Nothing was stored.');
      take(files);
    })
    .catch(refuse);
}
