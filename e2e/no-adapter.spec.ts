import { expect, test } from '@playwright/test';
import { chromium } from './browsers.ts';
import { checkOutputs, drop, finish, samplePhoto } from './support.ts';

test.use(chromium('plain'));
test.setTimeout(0); // `finish` ends the test when nothing goes on.

test('a Chromium without any GPU makes every output, with default settings', async ({ page }) => {
  await page.goto('./');
  expect(await page.evaluate(() => navigator.gpu?.requestAdapter() ?? null)).toBeNull();
  await drop(page, samplePhoto());
  await finish(page);
  await expect(page.locator('[data-backend]')).toHaveAttribute('data-backend', 'wasm');
  await checkOutputs(page);
});
