/** Processor seconds that Chromium may use between two signs of progress. The largest measured number was 98. */
const WORK_SECONDS = 250;

/** In every interval of this length, Chromium has to use more than IDLE_FRACTION of a core. */
const IDLE_SECONDS = 60;

/** A Chromium that uses less than this fraction of a core counts as idle. */
const IDLE_FRACTION = 0.03;

const POLL_MS = 500;

/**
 * State of the page's run, and a text that changes with its progress. Both are read in one call, because the progress bar
 * disappears when the run ends.
 */
export async function progressOf(page) {
  const { state, stage, percent } = await page.locator('body').evaluate((body) => ({
    ...body.querySelector('[role=status][data-state]')?.dataset,
    percent: body.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow'),
  }));
  return { state: state ?? '', sign: `${state} ${stage} ${percent}` };
}

/** Waits until `poll` reports the end. Throws if there is no progress. watch.d.mts has the details. */
export async function watch(page, poll, { workSeconds: limit = WORK_SECONDS } = {}) {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page has no browser.');
  const session = await browser.newBrowserCDPSession();
  const workSeconds = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const first = await workSeconds();
  let last = { sign: '', work: first };
  let mark = { atMs: Date.now(), work: first };
  const longest = { work: 0, sign: '' };
  // `poll` is not awaited alone: a page whose main thread computes answers only when that computation has ended.
  let polling;
  try {
    for (;;) {
      polling ??= poll().finally(() => (polling = undefined));
      polling.catch(() => undefined);
      const pause = page.waitForTimeout(POLL_MS);
      const news = await Promise.race([polling, pause]);
      const work = await workSeconds();
      const gap = work - last.work;
      if (gap > longest.work) Object.assign(longest, { work: gap, sign: last.sign });
      if (news?.ended) return { work: work - first, longest };
      if (news && news.sign !== last.sign) last = { sign: news.sign, work };
      else if (gap > limit)
        throw new Error(`No progress in ${limit} seconds of processor time, at “${last.sign}”.`);
      const seconds = (Date.now() - mark.atMs) / 1000;
      if (seconds > IDLE_SECONDS) {
        if (work - mark.work < IDLE_FRACTION * seconds)
          throw new Error(`Chromium has been idle for ${IDLE_SECONDS} seconds, at “${last.sign}”.`);
        mark = { atMs: Date.now(), work };
      }
      await pause;
    }
  } finally {
    await session.detach();
  }
}
