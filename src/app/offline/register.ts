import { SERVICE_WORKER, type ToServiceWorker } from '../../worker/offline/names.ts';
import type { createOffline, InstallEvent } from './store.ts';

type Events = ReturnType<typeof createOffline>['on'];

/** Milliseconds between two questions for a new version while the page stays open. */
const ASK_EVERY_MS = 3600_000;

/** Listens to the browser for all that `createOffline` wants to know, and starts the service worker. */
export function register(baseUrl: string, on: Events): void {
  // Vite's event for an `import()` whose file could not be loaded.
  window.addEventListener('vite:preloadError', on.stale);
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault(); // The page has a button for it.
    on.installable(event as InstallEvent);
  });
  window.addEventListener('appinstalled', () => on.installable(null));
  // The development server has no service worker. Without a secure context the browser has none.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const start = () =>
    startWorker(navigator.serviceWorker, baseUrl, on).catch((error) =>
      console.info('The page is not kept for visits without a network.', error),
    );
  // The page's own files come first.
  if (document.readyState === 'complete') void start();
  else window.addEventListener('load', () => void start(), { once: true });
}

async function startWorker(container: ServiceWorkerContainer, baseUrl: string, on: Events) {
  const send = (worker: ServiceWorker | null, message: ToServiceWorker) =>
    worker?.postMessage(message);
  let isFirst = container.controller === null;
  /** Whether this tab has let the new version in. */
  let accepted = false;
  const started = () => {
    on.ready();
    send(container.controller, { type: 'loaded' });
  };
  container.addEventListener('controllerchange', () => {
    if (isFirst) started();
    else if (!accepted) on.taken();
    isFirst = false;
  });
  if (container.controller) started();

  const { href } = new URL(SERVICE_WORKER, baseUrl);
  const registration = await container.register(href, { updateViaCache: 'none' });
  // A browser may refuse without an error.
  if (!registration) return;
  const offer = (waiting: ServiceWorker) =>
    on.waiting(() => {
      accepted = true;
      waiting.addEventListener('statechange', () => {
        if (waiting.state === 'activated') location.reload();
      });
      send(waiting, { type: 'take-over' });
    });
  const follow = (installing: ServiceWorker | null) =>
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed' && registration.active) offer(installing);
    });
  if (registration.waiting && registration.active) offer(registration.waiting);
  follow(registration.installing);
  registration.addEventListener('updatefound', () => follow(registration.installing));

  let askedMs = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - askedMs < ASK_EVERY_MS) return;
    askedMs = Date.now();
    registration.update().catch(() => undefined); // Without a network there is no new version.
  });
}
