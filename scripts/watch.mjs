/** Processor seconds that Chromium may use between two signs of progress; the longest gap seen was 98. */
const WORK_SECONDS = 250;

/** In this time it must use some, or nothing goes on. */
const IDLE_SECONDS = 60;

/** Share of a core that is no work. */
const IDLE_SHARE = 0.03;

const POLL_MS = 500;

/** State and progress of the page's run. At one go, for the bar goes when the run ends. */
export async function progressOf(page) {
  const { state, stage, part } = await page.locator('body').evaluate((body) => ({
    ...body.querySelector('[role=status][data-state]')?.dataset,
    part: body.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow'),
  }));
  return { state: state ?? '', sign: `${state} ${stage} ${part}` };
}

/**
 * Waits until `look` finds an end, however long that takes on a busy machine, as long as it goes on.
 * Resolves with the processor seconds of all, and of the longest gap between two signs.
 * Throws when Chromium works on without a new sign, or does next to nothing.
 */
export async function watch(page, look, { workSeconds: limit = WORK_SECONDS } = {}) {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser');
  const session = await browser.newBrowserCDPSession();
  const workSeconds = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const first = await workSeconds();
  let last = { sign: '', work: first };
  let mark = { atMs: Date.now(), work: first };
  const longest = { work: 0, sign: '' };
  // A page that computes on its main thread does not answer until it has done so.
  let looking;
  try {
    for (;;) {
      looking ??= look().finally(() => (looking = undefined));
      looking.catch(() => undefined);
      const pause = page.waitForTimeout(POLL_MS);
      const seen = await Promise.race([looking, pause]);
      const work = await workSeconds();
      const gap = work - last.work;
      if (gap > longest.work) Object.assign(longest, { work: gap, sign: last.sign });
      if (seen?.ended) return { work: work - first, longest };
      if (seen && seen.sign !== last.sign) last = { sign: seen.sign, work };
      else if (gap > limit)
        throw new Error(`No progress in ${limit} s of work, at “${last.sign}”.`);
      const seconds = (Date.now() - mark.atMs) / 1000;
      if (seconds > IDLE_SECONDS) {
        if (work - mark.work < IDLE_SHARE * seconds)
          throw new Error(`Nothing has been done for ${IDLE_SECONDS} s, at “${last.sign}”.`);
        mark = { atMs: Date.now(), work };
      }
      await pause;
    }
  } finally {
    await session.detach();
  }
}
