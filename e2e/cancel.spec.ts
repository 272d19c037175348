import { expect, test } from '@playwright/test';
import { chromium } from './browsers.ts';
import { drop, finish, reach, samplePhoto } from './support.ts';

test.use(chromium('webgl'));
test.setTimeout(300_000);

/** Stages as `data-stage` of the trail names them while they run. */
const STAGES = ['matting', 'pose', 'multiview', 'reconstruct', 'render', 'turntable'];

test('cancel in every stage gives a usable page within a second', async ({ page }) => {
  await page.goto('./?lang=en&backend=wasm&steps=4');
  for (const stage of STAGES) {
    await drop(page, samplePhoto());
    await expect(page.getByRole('status').and(page.locator('[data-state]'))).toHaveAttribute(
      'data-stage',
      stage,
      { timeout: 120_000 },
    );
    await page.getByRole('button', { name: 'Cancel' }).click();
    await reach(page, /^(cancelled|done)$/, 1_500);
  }
  await drop(page, samplePhoto());
  await finish(page, 200_000);
  await expect(page.getByRole('region', { name: 'Downloads' })).toContainText('gaussians.ply');
});
