/**
 * The service worker. It keeps all files of the page, so that the page opens without a network, and takes the files that
 * other programs share with the page. Weights are not its business (`src/packs/download`).
 */
import { HEADERS } from '../../../scripts/server/headers.mjs';
import { RUNTIME_CACHE } from '../../core/files/cache-names.ts';
import { Answers } from './answers.ts';
import type { ToServiceWorker } from './names.ts';
import { isShare, takeShare } from './share.ts';
import { Shell, type ListedAsset } from './shell.ts';

declare const self: ServiceWorkerGlobalScope & { __PAGE_FILES: ListedAsset[] };

const scope = new URL('.', self.location.href).href;
const host = { caches: self.caches, fetch: self.fetch.bind(self), scope };

// The build puts the list of all files here. onnxruntime's files are large: only those that this browser uses are kept.
const listed = self.__PAGE_FILES;
const isRuntime = ({ url }: ListedAsset) => /\/ort-wasm[^/]*\.wasm$/.test(url);
const shell = new Shell(
  listed.filter((asset) => !isRuntime(asset)),
  host,
);
const answers = new Answers(shell, host, HEADERS);

/** Removes older versions of the page, unless another window may still show one. @param id of the window that asks */
async function removeOld(id: string): Promise<void> {
  // A newer version has its files already, and gets no second chance to fetch them.
  if (self.registration.installing || self.registration.waiting) return;
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.some((other) => other.id !== id && other.url.startsWith(scope))) return;
  await shell.removeOthers();
  const current = new Set(listed.filter(isRuntime).map(({ url }) => new URL(url, scope).href));
  const runtime = await self.caches.open(RUNTIME_CACHE);
  for (const { url } of await runtime.keys())
    if (url.startsWith(scope) && !current.has(url)) await runtime.delete(url);
}

self.addEventListener('install', (event) =>
  event.waitUntil(Promise.all([shell.fill(), answers.storeDescriptions()])),
);

// The first version takes the page that has installed it. A later version comes here when the person has agreed.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const answer = isShare(request, scope) ? takeShare(request, host) : answers.to(request);
  if (answer) event.respondWith(answer);
});

self.addEventListener('message', (event) => {
  const { type } = event.data as ToServiceWorker;
  if (type === 'take-over') event.waitUntil(self.skipWaiting());
  else if (event.source instanceof Client) event.waitUntil(removeOld(event.source.id));
});
