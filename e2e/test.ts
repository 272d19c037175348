import { expect, test as base } from '@playwright/test';
import { collectViolations, type Violation } from './csp.ts';

export { expect };

/**
 * `test` of all specs. A test fails if one of its pages, or a worker of them, violates the content security policy.
 * The fixture `violations` is the list; a test that expects violations removes them from it.
 */
export const test = base.extend<{ violations: Violation[] }>({
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
