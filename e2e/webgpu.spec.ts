import { expect, test } from '@playwright/test';
import { chromium } from './browsers.ts';
import { checkOutputs, drop, finish, samplePhoto } from './support.ts';

test.use(chromium('webgpu'));

// Once in about ten runs the worker waits for ever, without CPU: in multiview, and in pose, whose network runs on the CPU.
// The cause is not known.
test.describe.configure({ retries: 1 });

test('the whole chain runs on WebGPU, in software, with one step', async ({ page }) => {
  test.setTimeout(240_000);
  await page.goto('./?lang=en&backend=webgpu&steps=1');
  await drop(page, samplePhoto());
  await finish(page, 360_000);
  await expect(page.locator('[data-backend]')).toHaveAttribute('data-backend', 'webgpu');
  await checkOutputs(page);
});

test('a software adapter means WASM unless someone insists', async ({ page }) => {
  await page.goto('./?lang=en');
  await expect(page.locator('[data-backend]')).toHaveAttribute('data-backend', 'wasm');
});
