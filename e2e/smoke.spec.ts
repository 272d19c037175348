import { expect, test } from '@playwright/test';
import { chromium } from './browsers.ts';
import { drop, finish, samplePhoto } from './support.ts';

test.use(chromium('plain'));

test('a photo dropped on the page runs through every stage', async ({ page }) => {
  test.setTimeout(0); // `finish` ends the test when nothing goes on.
  await page.goto('./?lang=en&backend=wasm&steps=1');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await drop(page, samplePhoto());
  await finish(page);
  await expect(page.getByRole('region', { name: 'Downloads' })).toContainText('gaussians.ply');
});
