import type { Page } from '@playwright/test';

/** Processor seconds that Chromium may use between two signs of progress; the longest gap seen was 62. */
const WORK_SECONDS = 200;

/** For this long it may use none at all. */
const IDLE_SECONDS = 60;

/** Less than this in a poll is no work. */
const NOTHING_SECONDS = 0.02;

const POLL_MS = 500;

/**
 * Waits until `look` finds an end, however long that takes on a busy machine, as long as it goes on.
 * @param look the sign of progress, and whether it is the last
 * @throws when Chromium works on without a new sign, or does nothing
 */
export async function watch(
  page: Page,
  look: () => Promise<{ sign: string; ended: boolean }>,
): Promise<void> {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser');
  const session = await browser.newBrowserCDPSession();
  const workSeconds = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  try {
    let sign = '';
    let since = await workSeconds();
    let work = since;
    let idleSince = Date.now();
    for (;;) {
      const seen = await look();
      if (seen.ended) return;
      const before = work;
      work = await workSeconds();
      if (seen.sign !== sign) [sign, since] = [seen.sign, work];
      if (work - before > NOTHING_SECONDS) idleSince = Date.now();
      if (work - since > WORK_SECONDS)
        throw new Error(`No progress in ${WORK_SECONDS} s of work, at “${sign}”.`);
      if (Date.now() - idleSince > 1000 * IDLE_SECONDS)
        throw new Error(`Nothing has been done for ${IDLE_SECONDS} s, at “${sign}”.`);
      await page.waitForTimeout(POLL_MS);
    }
  } finally {
    await session.detach();
  }
}

/** The value of a promise that a page in e2e/pages keeps under `name`; its title is the sign of progress. */
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
