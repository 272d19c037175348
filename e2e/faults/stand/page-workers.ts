import type { Page } from '@playwright/test';
import type { WorkerName } from './hook.ts';

/** The page's global with the newest worker of each name. */
const KEPT = 'faultsWorkers';

/**
 * Lets `endWorker` find the workers of a page. Call it before the page is opened. The workers are not kept alive: each
 * would keep what its listeners refer to, and the page would seem to grow.
 */
export const keepWorkers = (page: Page): Promise<unknown> =>
  page.addInitScript((kept) => {
    const newest = new Map<string, WeakRef<Worker>>();
    Reflect.set(window, kept, newest);
    window.Worker = new Proxy(Worker, {
      construct(target, args: [string | URL, WorkerOptions?]) {
        const worker = new target(...args);
        newest.set(args[1]?.name ?? '', new WeakRef(worker));
        return worker;
      },
    });
  }, KEPT);

/**
 * Ends the newest worker of this name, as the browser does when it needs memory: in the midst of a computation, and
 * without an event. The page's own code is not told.
 * @returns when, in milliseconds since 1970
 * @throws Error if the page has started no such worker
 */
export async function endWorker(page: Page, name: WorkerName): Promise<number> {
  const atMs = await page.evaluate(
    ({ kept, name }) => {
      const newest = Reflect.get(window, kept) as Map<string, WeakRef<Worker>>;
      const worker = newest.get(name)?.deref();
      if (!worker) return null;
      const now = Date.now();
      Worker.prototype.terminate.call(worker);
      return now;
    },
    { kept: KEPT, name },
  );
  if (atMs === null) throw new Error(`The page has no worker ${name}.`);
  return atMs;
}
