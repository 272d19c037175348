import { expect, test as base } from '@playwright/test';
import { NOTHING_AHEAD } from '../scripts/chromium.mjs';
import { collectViolations, type Violation } from './csp.ts';

export { expect };

/**
 * `test` of all specs. A test fails if one of its pages, or a worker of them, violates the content security policy.
 * The fixture `violations` is the list; a test that expects violations removes them from it.
 * The page fetches nothing ahead, unless a spec sets `fetchesAhead`: tests of downloads count requests.
 */
export const test = base.extend<{ violations: Violation[]; fetchesAhead: boolean }>({
  fetchesAhead: [false, { option: true }],
  context: async ({ context, fetchesAhead }, use) => {
    if (!fetchesAhead) await context.addInitScript(NOTHING_AHEAD);
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
