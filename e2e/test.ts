import { expect, test as base } from '@playwright/test';
import { NOTHING_AHEAD } from '../scripts/chromium.mjs';
import { collectViolations, type Violation } from './csp.ts';
import { SHORT_FILM } from './support.ts';

export { expect };

/**
 * `test` of all specs. A test fails if one of its pages, or a worker of them, violates the content security policy.
 * The fixture `violations` is the list; a test that expects violations removes them from it.
 * The page fetches nothing ahead, unless a spec sets `fetchesAhead`: tests of downloads count requests.
 * The turntable video has only a few frames, as if a person had set this before, unless a spec sets `wholeFilm`.
 */
export const test = base.extend<{
  violations: Violation[];
  fetchesAhead: boolean;
  wholeFilm: boolean;
}>({
  fetchesAhead: [false, { option: true }],
  wholeFilm: [false, { option: true }],
  context: async ({ context, fetchesAhead, wholeFilm }, use) => {
    if (!fetchesAhead) await context.addInitScript(NOTHING_AHEAD);
    if (!wholeFilm) await context.addInitScript(SHORT_FILM);
    await use(context);
  },
  violations: [
    async ({ context }, use) => {
      const found: Violation[] = [];
      const collecting: Promise<void>[] = [];
      context.on('page', (page) => {
        const collected = collectViolations(page, found).catch((error: unknown) => {
          // A page that is closed at once has no session.
          if (!page.isClosed()) throw error;
        });
        collecting.push(collected);
      });
      await use(found);
      await Promise.all(collecting);
      expect(found, 'violations of the content security policy').toEqual([]);
    },
    { auto: true },
  ],
});
