import { chromium } from './browsers.ts';
import { drop, samplePhoto, waitForEnd } from './support.ts';
import { dropFromDisk } from './import-support.ts';
import { test } from './test.ts';
test.use(chromium('webgl'));
test.setTimeout(0);
for (const [name, folder] of [['photo', null], ['rig', '/work/shared/data/real-rig']] as const)
  test(name, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto('./?lang=en&backend=wasm');
    if (folder) await dropFromDisk(page, folder);
    else await drop(page, samplePhoto());
    await waitForEnd(page);
    await page.screenshot({ path: `/tmp/shots/${name}-closed-1280.png` });
    await page.locator('.losses > summary').click();
    for (const lang of ['en', 'ko'] as const) {
      await page.locator(`button[lang="${lang}"]`).click();
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 800 });
        await page.locator('.losses').scrollIntoViewIfNeeded();
        await page.waitForTimeout(500);
        await page.screenshot({ path: `/tmp/shots/${name}-${lang}-${width}.png` });
        await page.locator('.losses').screenshot({ path: `/tmp/shots/${name}-${lang}-${width}-part.png` });
      }
    }
  });
