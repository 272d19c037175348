import path from 'node:path';
import type { Page } from '@playwright/test';
import { gslrmTensors } from '../src/families/gslrm/graph.ts';
import { exampleFiles, GSLRM, weightFile } from '../src/test/example-checkpoint.ts';
import { gslrmDict } from '../src/test/checkpoints/weights-of.ts';
import { torchFile } from '../src/test/checkpoints/write-torch.ts';
import { chromium } from './browsers.ts';
import {
  GSLRM_FILE,
  writeToDisk,
  dropFromDisk,
  panel,
  importButton,
  acceptTerms,
  recognised,
  missing,
  packs,
  openSettings,
  storage,
  importNow,
  openPage,
} from './import-support.ts';
import { drop, NO_LIMIT, samplePhoto, waitForState, waitWhileProgressing } from './support.ts';
import { expect, test } from './test.ts';

test.use(chromium('webgl'));
test.setTimeout(0); // No time limit: each step has one of its own, or ends when there is no progress.

test('a dropped folder becomes a pack, which is there after a reload and can be removed', async ({
  page,
}, info) => {
  const { [GSLRM_FILE]: gslrm, ...rest } = exampleFiles();
  const folder = writeToDisk(info.outputPath('OpenFaceLift'), rest);
  writeToDisk(info.outputPath('later'), { [GSLRM_FILE]: gslrm });
  await openPage(page);
  await dropFromDisk(page, folder);

  // The panel lists the parts that it recognised, and the missing part.
  await expect(recognised(page)).toHaveCount(5);
  const unet = panel(page).locator('[data-part=unet]');
  await expect(unet).toContainText('OpenFaceLift/pipeckpts/unet/diffusion_pytorch_model');
  await expect(unet).toContainText('6 views · sparse attention');
  await expect(missing(page)).toHaveText(/Reconstructor/);
  await expect(importButton(page)).toBeDisabled();
  await expect(acceptTerms(page)).toHaveCount(0);

  // When the missing file is added, the panel shows the terms, which the user has to accept.
  await panel(page)
    .getByLabel('Checkpoint files')
    .setInputFiles(path.join(info.outputPath('later'), GSLRM_FILE));
  await expect(recognised(page)).toHaveCount(6);
  await expect(missing(page)).toHaveCount(0);
  await expect(panel(page)).toContainText('Adobe Research License 1.2');
  await expect(panel(page)).toContainText('CreativeML Open RAIL++-M');
  await expect(panel(page)).toContainText(/MB will be written · .* free/);
  await expect(importButton(page)).toBeDisabled();
  await panel(page).getByLabel('Name').fill('Lab mouse 3');
  await importNow(page);
  await expect(panel(page).getByRole('status')).toContainText('“Lab mouse 3” is imported');
  await panel(page).getByRole('button', { name: 'Close' }).click();
  await expect(panel(page)).toHaveCount(0);

  const files = (await storage(page))['lab-mouse-3'];
  expect(files).toEqual([
    'clip.safetensors',
    'gslrm.safetensors',
    'matting.safetensors',
    'pack.json',
    'record.json',
    'unet.safetensors',
    'vae.safetensors',
    'view_embeds.safetensors',
  ]);

  await openSettings(page);
  await expect(packs(page)).toHaveValue('lab-mouse-3');
  await page.reload();
  await openSettings(page);
  await expect(packs(page).getByRole('option')).toHaveText([/Demo/, 'Lab mouse 3']);
  await packs(page).selectOption('Lab mouse 3');

  const remove = page.getByRole('button', { name: 'Remove Lab mouse 3' });
  await remove.click();
  await page.getByRole('button', { name: 'Keep' }).click();
  await remove.click();
  await page.getByRole('button', { name: 'Yes, remove' }).click();
  await expect(packs(page).getByRole('option')).toHaveText([/Demo/]);
  await expect(packs(page)).toHaveValue('mouse-demo');
  expect(await storage(page)).toEqual({});
});

test('an imported model paints views from a photo', async ({ page }, info) => {
  const folder = writeToDisk(info.outputPath('tiny'), exampleFiles());
  await page.goto('./?lang=en&backend=wasm&steps=3&guidance=3');
  await dropFromDisk(page, folder);
  await importNow(page);
  await expect(panel(page)).toContainText('“tiny” is imported');
  await page.keyboard.press('Escape');
  await drop(page, samplePhoto());
  const views = page.getByRole('region', { name: 'Six views' });
  const last = views.getByRole('img', { name: 'View 6' });
  await waitWhileProgressing(page, expect(last).toBeVisible(NO_LIMIT));
  await expect(page.getByRole('alert')).toHaveCount(0);
  // With random weights the cloud is like fog, and drawing its turntable would take minutes.
  await page.getByRole('button', { name: 'Cancel' }).click();
  await waitForState(page, 'cancelled');
});

test('a reconstructor that torch.save wrote can be imported alone, with the keyboard', async ({
  page,
}) => {
  await openPage(page);
  await openSettings(page);
  const button = page.getByRole('button', { name: 'Import a checkpoint…' });
  await button.press('Enter');
  await panel(page)
    .getByLabel('Checkpoint files')
    .setInputFiles('models/parity/gslrm_checkpoint.pt');
  await expect(recognised(page)).toContainText(['gslrm_checkpoint.pt', '6 cameras']);
  await expect(panel(page).locator('[data-part=gslrm]')).toContainText('1 layers · width 64');
  await panel(page).getByLabel('Precision').selectOption('32-bit floats (exact, twice the size)');
  await acceptTerms(page).press('Space');
  await expect(panel(page)).toContainText(/298 kB will be written/);
  await importButton(page).press('Enter');
  await expect(panel(page)).toContainText('“gslrm_checkpoint” is imported');
  expect(await storage(page)).toEqual({
    'gslrm-checkpoint': ['gslrm.safetensors', 'pack.json', 'record.json'],
  });
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  // The dialog has closed the settings, in which this button is.
  await expect(page.getByRole('button', { name: 'Settings', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(packs(page)).toHaveValue('gslrm-checkpoint');

  // If the same file is imported again, it becomes a second pack. The first pack is not replaced.
  await button.press('Enter');
  await panel(page)
    .getByLabel('Checkpoint files')
    .setInputFiles('models/parity/gslrm_checkpoint.pt');
  await importNow(page);
  await expect(panel(page)).toContainText('is imported');
  expect(Object.keys(await storage(page)).toSorted()).toEqual([
    'gslrm-checkpoint',
    'gslrm-checkpoint-2',
  ]);
});

test('of several models in a file the averaged one is chosen, and the user can choose another', async ({
  page,
}, info) => {
  const root = { model: gslrmDict(0.25), ema: gslrmDict(0.5), epoch: 3 };
  const folder = writeToDisk(info.outputPath('train'), { 'train.pt': torchFile(root) });
  await openPage(page);
  await dropFromDisk(page, path.join(folder, 'train.pt'));
  const question = panel(page).getByRole('group', { name: /several models: train\.pt/ });
  const averaged = question.getByRole('radio', { name: 'ema (averaged weights)' });
  const plain = question.getByRole('radio', { name: 'model', exact: true });
  await expect(averaged).toBeChecked();
  await expect(panel(page)).toContainText('The averaged weights (EMA) are used: ema.');
  // The files are looked at again before the choice shows. `check` would not wait for that.
  await plain.click();
  await expect(plain).toBeChecked();
  await expect(panel(page)).toContainText('You chose model.');
  await panel(page).getByLabel('Precision').selectOption('32-bit floats (exact, twice the size)');
  await importNow(page);
  await expect(panel(page)).toContainText('“train” is imported');
  const last = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const packs = await root.getDirectoryHandle('packs');
    const pack = await packs.getDirectoryHandle('train');
    const file = await (await pack.getFileHandle('gslrm.safetensors')).getFile();
    return new Float32Array(await file.slice(-4).arrayBuffer())[0];
  });
  expect(last).toBe(0.25);
});

/** Presses Cancel inside the page as soon as `file` is being written. */
const cancelDuring = (page: Page, file: string) =>
  page.evaluate(
    (file) =>
      new Promise<void>((resolve) => {
        const check = () => {
          const dialog = document.querySelector('dialog[data-phase=writing]');
          if (!dialog?.textContent?.includes(file)) return;
          const button = [...dialog.querySelectorAll('button')].find(
            ({ textContent }) => textContent === 'Cancel',
          );
          if (!button) return;
          observer.disconnect();
          button.click();
          resolve();
        };
        const observer = new MutationObserver(check);
        observer.observe(document.body, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        });
      }),
    file,
  );

test('a cancelled import leaves no pack, and continues when the same files are dropped again', async ({
  page,
}, info) => {
  const large = { ...GSLRM, d: 512, layers: 8 };
  const folder = writeToDisk(info.outputPath('lab'), {
    ...exampleFiles(),
    [GSLRM_FILE]: weightFile(gslrmTensors(large)),
  });
  await openPage(page);
  await dropFromDisk(page, folder);
  await expect(recognised(page)).toHaveCount(6);
  await acceptTerms(page).check();
  const cancelled = cancelDuring(page, 'gslrm.safetensors');
  await importButton(page).click();
  await cancelled;
  await expect(panel(page).getByRole('status')).toContainText('Cancelled.');
  await expect(panel(page)).toContainText(/of 6\d\.\d MB are already stored/);
  expect((await storage(page)).lab).toEqual([
    'clip.safetensors',
    'import.copy.json',
    'import.json',
    'matting.safetensors',
    'unet.safetensors',
    'vae.safetensors',
  ]);

  await page.reload();
  await openSettings(page);
  await expect(packs(page).getByRole('option')).toHaveText([/Demo/]);
  await expect(page.getByRole('region', { name: 'Unfinished imports' })).toContainText('lab');

  await dropFromDisk(page, folder);
  await expect(panel(page)).toContainText(/MB are already stored/);
  await acceptTerms(page).check();
  const written: string[] = [];
  await page.exposeFunction('reportFile', (file: string) => written.push(file));
  await page.evaluate(() => {
    const report = (window as Window & { reportFile?: (file: string) => void }).reportFile;
    new MutationObserver(() => {
      const bar = document.querySelector('dialog [role=progressbar][aria-label="Import progress"]');
      const file = bar?.parentElement?.querySelector('.import-path')?.textContent;
      if (file) report?.(file);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await importButton(page).click();
  const imported = expect(panel(page)).toContainText('“lab” is imported', NO_LIMIT);
  await waitWhileProgressing(page, imported);
  expect(written).toContain('gslrm.safetensors');
  expect(written).not.toContain('unet.safetensors');
  expect((await storage(page)).lab).toContain('pack.json');
  expect((await storage(page)).lab).not.toContain('import.json');
});
