import { test } from '@playwright/test';
import { chromium } from './browsers.ts';
import { checkOutputs, drop, finish, realPhoto, samplePhoto } from './support.ts';

test.use(chromium('webgl'));
test.setTimeout(0); // `finish` ends the test when nothing goes on.

test('one of our own renders becomes a splat, with default settings on WASM', async ({ page }) => {
  await page.goto('./?lang=en&backend=wasm');
  await drop(page, samplePhoto());
  await finish(page);
  await checkOutputs(page);
});

test('a real lab photo becomes a splat', async ({ page }) => {
  const photo = realPhoto('lab_pixel_row0_view0_316.png');
  test.skip(!photo, 'The real photos are in ../shared, which does not exist beside this checkout.');
  await page.goto('./?lang=en&backend=wasm');
  await drop(page, photo!);
  await finish(page);
  await checkOutputs(page);
});
