import { answerOf } from './answer.ts';
import { chromium } from './browsers.ts';
import type { Freed } from './pages/freed.ts';
import { expect, test } from './test.ts';

const { launchOptions } = chromium('webgl');
test.use({
  launchOptions: { ...launchOptions, args: [...launchOptions.args, '--js-flags=--expose-gc'] },
});
test.setTimeout(0); // No time limit: `answerOf` fails when there is no progress.

test('ended workers and replaced splats are freed', async ({ page }) => {
  await page.goto(`http://localhost:${process.env.DEV_PORT}/e2e/pages/freed.html`);
  const { clouds, cloudsKept, first, last } = await answerOf<Freed>(page, 'freed');
  expect(clouds).toBeGreaterThan(2);
  // The last cloud may still be on its way out.
  expect(cloudsKept).toBeLessThanOrEqual(1);
  expect(first.buffers).toBeGreaterThan(0);
  expect(last).toEqual(first);
});
