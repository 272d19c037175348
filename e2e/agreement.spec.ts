import { expect, test } from '@playwright/test';
import { chromium } from './browsers.ts';
import type { Agreement } from './pages/agreement.ts';

test.use(chromium('webgpu'));

test('WebGPU and WASM agree on a denoising step and on a GS-LRM pass', async ({ page }) => {
  test.setTimeout(360_000);
  await page.goto(`http://localhost:${process.env.DEV_PORT}/e2e/pages/agreement.html`);
  await page.waitForFunction(() => 'agreement' in window);
  const result: Agreement = await page.evaluate(() => window.agreement);
  test.info().annotations.push({ type: 'measured', description: JSON.stringify(result) });
  expect(result.step).toBeLessThan(2e-3);
  expect(result.gaussians).toBeLessThan(2e-3);
});
