import type { Page } from '@playwright/test';

/** State of the page's run, and a text that changes with its progress. */
export function progressOf(page: Page): Promise<{ state: string; sign: string }>;

/**
 * Waits until `poll` reports the end. There is no time limit, because a busy machine may need a long time. Instead,
 * `watch` fails when there is no progress. Resolves with the processor seconds that Chromium used: `work` in total, and
 * `longest.work` in the longest gap between two signs of progress. `longest.sign` is the sign at the start of that gap.
 * @param poll resolves with a sign of progress (any text that changes with the progress), and whether the end is reached
 * @param options `workSeconds`: processor seconds that Chromium may use without a new sign; default 250
 * @throws Error when Chromium uses more than `workSeconds` without a new sign, or less than 3 % of a core for 60 seconds
 */
export function watch(
  page: Page,
  poll: () => Promise<{ sign: string; ended: boolean }>,
  options?: { workSeconds?: number },
): Promise<{ work: number; longest: { work: number; sign: string } }>;
