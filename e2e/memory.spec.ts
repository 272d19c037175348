import { exampleFiles } from '../src/test/example-checkpoint.ts';
import { chromium } from './browsers.ts';
import {
  dropFromDisk,
  importNow,
  openPage,
  openSettings,
  packs,
  panel,
  writeToDisk,
} from './import-support.ts';
import { expect, test } from './test.ts';

test.use({ ...chromium('webgl'), wholeFilm: true });
test.setTimeout(0);

test('the page says how much memory a run needs, and before the run that it will not fit', async ({
  page,
}, info) => {
  await openPage(page);
  await dropFromDisk(page, writeToDisk(info.outputPath('OpenFaceLift'), exampleFiles()));
  await panel(page).getByLabel('Name').fill('Lab mouse');
  await importNow(page);
  await expect(panel(page).getByRole('status')).toContainText('“Lab mouse” is imported');
  await panel(page).getByRole('button', { name: 'Close' }).click();

  const settings = page.getByRole('region', { name: 'Settings' });
  await openSettings(page);
  await expect(settings).toContainText(/Weights: \d.* [kM]B\./);
  await expect(settings).toContainText(/A run with these settings needs about \d.* MB of memory/);
  const notice = page.locator('[data-notice=memory]');
  await expect(notice).toHaveCount(0);

  // The same pack with views of 4096 pixels.
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await (await root.getDirectoryHandle('packs')).getDirectoryHandle('lab-mouse');
    const handle = await folder.getFileHandle('pack.json');
    const pack = JSON.parse(await (await handle.getFile()).text());
    pack.stages.reconstruct.viewSize = 4096;
    const file = await handle.createWritable();
    await file.write(JSON.stringify(pack));
    await file.close();
  });
  await page.goto('./?lang=ko&backend=wasm&pack=lab-mouse');
  await expect(notice).toContainText('이 설정으로는 메모리가 부족해 실행할 수 없습니다.');
  await expect(notice).toContainText('복원기');
  await page.goto('./?lang=en&backend=wasm&pack=lab-mouse');
  await expect(notice).toContainText(/The reconstructor needs .* GB of memory\. Only 4\.29 GB/);
  await openSettings(page);
  await packs(page).selectOption({ index: 0 });
  await expect(notice).toHaveCount(0);
});
