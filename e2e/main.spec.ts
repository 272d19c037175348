import { chromium } from './browsers.ts';
import { checkOutputs, drop, realPhoto, samplePhoto, waitForEnd } from './support.ts';
import { expect, test } from './test.ts';

test.use(chromium('webgl'));
test.setTimeout(0); // No time limit: `waitForEnd` fails when there is no progress.

test('a sample photo becomes a splat, with default settings on WASM', async ({ page }) => {
  await page.goto('./?lang=en&backend=wasm');
  await drop(page, samplePhoto());
  await waitForEnd(page);
  await checkOutputs(page);
  const viewer = page.locator('[data-viewer]');
  await expect(viewer).toHaveAttribute('data-viewer', 'webgl');
  await expect(viewer.locator('.viewer-opening')).toHaveCount(0);
});

test('a real lab photo becomes a splat', async ({ page }) => {
  const photo = realPhoto('lab_pixel_row0_view0_316.png');
  test.skip(!photo, 'The real photos are in ../shared, which does not exist here.');
  await page.goto('./?lang=en&backend=wasm');
  await drop(page, photo!);
  await waitForEnd(page);
  await checkOutputs(page);
});
