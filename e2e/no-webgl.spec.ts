import { chromium } from './browsers.ts';
import { download, drop, samplePhoto, waitForEnd } from './support.ts';
import { expect, test } from './test.ts';

test.use(chromium('noGraphics'));
test.setTimeout(0); // No time limit: `waitForEnd` fails when there is no progress.

test('the user can turn the mouse in a browser in which WebGL2 cannot start', async ({ page }) => {
  await page.goto('./?steps=1');
  const webgl = await page.evaluate(() =>
    Boolean(document.createElement('canvas').getContext('webgl2')),
  );
  expect(webgl).toBe(false);
  await drop(page, samplePhoto());
  await waitForEnd(page);
  const canvas = page.getByRole('region', { name: '3D viewer' }).locator('canvas').first();
  await expect(canvas).toHaveAttribute('data-drawer', 'software');
  const before = await canvas.screenshot();
  const box = (await canvas.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 120, box.y + box.height / 2, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => before.equals(await canvas.screenshot())).toBe(false);
  expect((await download(page, 'gaussians.ply')).length).toBeGreaterThan(50_000);
});
