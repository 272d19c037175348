import type { Page } from '@playwright/test';

/** Processor seconds that Chromium may use between two signs of progress; the longest gap seen was 98. */
const WORK_SECONDS = 250;

/** In this time it must use some, or nothing goes on. */
const IDLE_SECONDS = 60;

/** Share of a core that is no work. */
const IDLE_SHARE = 0.03;

const POLL_MS = 500;

/** How far something is, and whether that is its end. */
interface Sign {
  sign: string;
  ended: boolean;
}

/**
 * Waits until `look` finds an end, however long that takes on a busy machine, as long as it goes on.
 * @throws when Chromium works on without a new sign, or does next to nothing
 */
export async function watch(page: Page, look: () => Promise<Sign>): Promise<void> {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser');
  const session = await browser.newBrowserCDPSession();
  const workSeconds = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  let sign = '';
  let since = await workSeconds();
  let mark = { atMs: Date.now(), work: since };
  /** A page that computes on its main thread does not answer until it has done so. */
  let looking: Promise<Sign> | undefined;
  try {
    for (;;) {
      looking ??= look().finally(() => (looking = undefined));
      looking.catch(() => undefined);
      const pause = page.waitForTimeout(POLL_MS);
      const seen = await Promise.race([looking, pause]);
      if (seen?.ended) return;
      const work = await workSeconds();
      if (seen && seen.sign !== sign) [sign, since] = [seen.sign, work];
      if (work - since > WORK_SECONDS)
        throw new Error(`No progress in ${WORK_SECONDS} s of work, at “${sign}”.`);
      const seconds = (Date.now() - mark.atMs) / 1000;
      if (seconds > IDLE_SECONDS) {
        if (work - mark.work < IDLE_SHARE * seconds)
          throw new Error(`Nothing has been done for ${IDLE_SECONDS} s, at “${sign}”.`);
        mark = { atMs: Date.now(), work };
      }
      await pause;
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
