import type { Page } from '@playwright/test';
import type { WorkerName } from './hook.ts';

/** The page's global that lists the workers that it has started. */
const KEPT = 'faultsWorkers';

/** Lets `endWorker` find the workers of a page. Call it before the page is opened. */
export const keepWorkers = (page: Page): Promise<unknown> =>
  page.addInitScript((kept) => {
    const list: { worker: Worker; name: string }[] = [];
    Reflect.set(window, kept, list);
    window.Worker = new Proxy(Worker, {
      construct(target, args: [string | URL, WorkerOptions?]) {
        const worker = new target(...args);
        list.push({ worker, name: args[1]?.name ?? '' });
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
      const list = Reflect.get(window, kept) as { worker: Worker; name: string }[];
      const found = list.findLast((each) => each.name === name);
      if (!found) return null;
      const now = Date.now();
      Worker.prototype.terminate.call(found.worker);
      return now;
    },
    { kept: KEPT, name },
  );
  if (atMs === null) throw new Error(`The page has no worker ${name}.`);
  return atMs;
}
