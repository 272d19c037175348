import type { Page } from '@playwright/test';
import { watch } from '../scripts/watch.mjs';

/**
 * The value of the promise `window[name]` of a page in e2e/pages. Waits as long as the page makes progress
 * (scripts/watch.mjs). The sign of progress is that the page's title changes.
 */
export async function answerOf<T>(page: Page, name: string): Promise<T> {
  await page.waitForFunction((name) => name in window, name);
  await watch(page, () =>
    page.evaluate(async (name) => {
      const answer = Reflect.get(window, name) as Promise<unknown>;
      const soon = new Promise<false>((resolve) => setTimeout(resolve, 20, false));
      const settled = answer.then(
        () => true,
        () => true,
      );
      return { sign: document.title, ended: await Promise.race([settled, soon]) };
    }, name),
  );
  return page.evaluate((name) => Reflect.get(window, name) as Promise<T>, name);
}
