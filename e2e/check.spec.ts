import type { Page } from '@playwright/test';
import { chromium } from './browsers.ts';
import { expect as expectSoon, test } from './test.ts';

test.use({ ...chromium('webgpu'), permissions: ['clipboard-read', 'clipboard-write'] });
test.setTimeout(0); // Each step has a time limit of its own.

// The models are read, and each network runs twice. On a busy machine that takes a while.
const expect = expectSoon.configure({ timeout: 240_000 });

const region = (page: Page) => page.getByRole('region', { name: 'Check this computer' });

test('each network computes the recorded numbers, and the check can be copied as text', async ({
  page,
}) => {
  await page.goto('./?lang=en&backend=wasm&check=1');
  await expect(region(page).locator('[data-verdict]')).toHaveAttribute('data-verdict', 'cpu');
  const lines = region(page).locator('[data-line]');
  await expect(lines.and(page.locator('[data-state=failed], [data-state=waiting]'))).toHaveCount(0);
  const networks = region(page).locator('[data-line^="network "]');
  await expect(networks).toHaveCount(6);
  for (const network of await networks.all()) {
    const [, percent] = /error ([\d.e-]+)% .* against the recording/.exec(
      await network.innerText(),
    )!;
    expect(Number(percent)).toBeLessThan(0.1);
  }
  // SwiftShader is a GPU that the CPU imitates.
  await expect(region(page).locator('[data-line=adapter]')).toContainText('the CPU imitates it');
  await expect(region(page).locator('[data-line=isolation]')).toContainText('several threads');

  await region(page).getByRole('button', { name: 'Copy as text' }).click();
  await expect(region(page).getByText('Copied')).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain('Everything works here. The CPU computes');
  expect(text.match(/against the recording/g)).toHaveLength(6);
});

test('without the models, the check says what failed, and ends', async ({ page }) => {
  await page.route('**/unet.safetensors', (route) => route.fulfill({ status: 404 }));
  await page.goto('./?lang=en&backend=wasm&check=1');
  await expect(region(page).locator('[data-verdict]')).toHaveAttribute('data-verdict', 'broken');
  await expect(region(page).locator('[data-line=models]')).toContainText('unet.safetensors');
});

test('the badge of the backend leads to the check', async ({ page, context }) => {
  await page.goto('./?lang=ko&backend=wasm');
  await page.locator('[data-backend] > button').click();
  const opened = context.waitForEvent('page');
  await page.getByRole('link', { name: '이 컴퓨터 점검' }).click();
  const check = await opened;
  await expect(check.getByRole('region', { name: '이 컴퓨터 점검' })).toBeVisible();
});
