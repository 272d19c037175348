import demoPack from '../models/mouse-demo/pack.json' with { type: 'json' };
import { chromium } from './browsers.ts';
import { checkOutputs, download, drop, realPhoto, samplePhoto, waitForEnd } from './support.ts';
import { expect, test } from './test.ts';

test.use({ ...chromium('webgl'), wholeFilm: true });
test.setTimeout(0); // No time limit: `waitForEnd` fails when there is no progress.

test('a sample photo becomes a splat, with default settings on WASM', async ({ page }) => {
  await page.goto('./?lang=en&backend=wasm');
  await drop(page, samplePhoto());
  await waitForEnd(page);
  await checkOutputs(page, demoPack.turntable.frames);
  const viewer = page.getByRole('region', { name: '3D viewer' });
  await expect(viewer.locator('canvas')).toHaveAttribute('data-drawer', 'software');
  await expect(viewer.locator('.viewer-opening')).toHaveCount(0);

  // What each stage loses, as run.json has it too.
  const { losses } = JSON.parse((await download(page, 'run.json')).toString());
  await page.getByText('Where it loses').click();
  const left = page.getByRole('table', { name: 'What is left after each stage' });
  const rows = await left.locator('tbody tr').allInnerTexts();
  expect(rows[0]).toContain('View 1, 128²');
  for (const [i, { psnrMask }] of losses.stages.entries())
    expect(Math.abs(Number(rows[i].split('\t')[1]) - psnrMask)).toBeLessThan(0.006);
  await expect(
    page.getByRole('table', { name: 'The splat and the painted views' }).locator('tbody tr'),
  ).toHaveCount(5);
});

test('a real lab photo becomes a splat', async ({ page }) => {
  const photo = realPhoto('lab_pixel_row0_view0_316.png');
  test.skip(!photo, 'The real photos are in ../shared, which does not exist here.');
  await page.goto('./?lang=en&backend=wasm');
  await drop(page, photo!);
  await waitForEnd(page);
  await checkOutputs(page, demoPack.turntable.frames);
});
