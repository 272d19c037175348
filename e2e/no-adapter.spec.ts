import demoPack from '../models/mouse-demo/pack.json' with { type: 'json' };
import { chromium } from './browsers.ts';
import { checkOutputs, drop, samplePhoto, waitForEnd } from './support.ts';
import { expect, test } from './test.ts';

test.use({ ...chromium('plain'), wholeFilm: true });
test.setTimeout(0); // No time limit: `waitForEnd` fails when there is no progress.

test('a Chromium without a WebGPU adapter makes every output, with default settings', async ({
  page,
}) => {
  await page.goto('./');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(await page.evaluate(() => navigator.gpu?.requestAdapter() ?? null)).toBeNull();
  await drop(page, samplePhoto());
  await waitForEnd(page);
  await expect(page.locator('[data-backend]')).toHaveAttribute('data-backend', 'wasm');
  await checkOutputs(page, demoPack.turntable.frames);
});
