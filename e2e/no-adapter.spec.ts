import { expect, test } from '@playwright/test';
import { chromium } from './browsers.ts';
import { checkOutputs, drop, finish, samplePhoto } from './support.ts';

test.use(chromium('plain'));
test.setTimeout(240_000);

test('a Chromium without any GPU makes every output, with default settings', async ({ page }) => {
  await page.goto('./');
  expect(await page.evaluate(() => navigator.gpu?.requestAdapter() ?? null)).toBeNull();
  await drop(page, samplePhoto());
  await finish(page, 200_000);
  await expect(page.locator('[data-backend]')).toHaveAttribute('data-backend', 'wasm');
  await checkOutputs(page);
});

test('the mouse can be turned by hand where WebGL2 cannot start', async ({ page }) => {
  await page.goto('./');
  const webgl = await page.evaluate(() =>
    Boolean(document.createElement('canvas').getContext('webgl2')),
  );
  test.skip(webgl, 'This Chromium starts WebGL2 even without a GPU.');
  await drop(page, samplePhoto());
  await finish(page, 200_000);
  const canvas = page.getByRole('region', { name: '3D viewer' }).locator('canvas').first();
  const before = await canvas.screenshot();
  const box = (await canvas.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 120, box.y + box.height / 2, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => before.equals(await canvas.screenshot())).toBe(false);
});
