import type { Page } from '@playwright/test';

/** State and progress of the page's run. */
export function progressOf(page: Page): Promise<{ state: string; sign: string }>;

/**
 * Waits until `look` finds an end, however long that takes on a busy machine, as long as it goes on.
 * Resolves with the processor seconds of all, and of the longest gap between two signs of progress.
 * @param look the sign of progress, and whether it is the last
 * @param options processor seconds that Chromium may use between two signs; default 250
 * @throws when Chromium works on without a new sign, or does next to nothing
 */
export function watch(
  page: Page,
  look: () => Promise<{ sign: string; ended: boolean }>,
  options?: { workSeconds?: number },
): Promise<{ work: number; longest: { work: number; sign: string } }>;
