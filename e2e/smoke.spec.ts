import { chromium } from './browsers.ts';
import { drop, samplePhoto, waitForEnd } from './support.ts';
import { expect, test } from './test.ts';

test.use(chromium('plain'));

test('a photo dropped on the page runs through every stage', async ({ page }) => {
  test.setTimeout(0); // No time limit: `waitForEnd` fails when there is no progress.
  await page.goto('./?lang=en&backend=wasm&steps=1');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await drop(page, samplePhoto());
  await waitForEnd(page);
  await expect(page.getByRole('region', { name: 'Downloads' })).toContainText('gaussians.ply');
});
