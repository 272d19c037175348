import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { orbitCamera } from '../src/core/camera/camera.ts';
import { gslrmTensors } from '../src/families/gslrm/graph.ts';
import { exampleFiles, GSLRM, weightFile, type Contents } from '../src/packs/import/example.ts';
import { chromium } from './browsers.ts';
import { drop, reach, samplePhoto } from './support.ts';

test.use(chromium('webgl'));
test.setTimeout(120_000);

const GSLRM_FILE = 'gslrm/ckpt_0000000000021125.safetensors';

/** Writes files as they would lie on somebody's disk; returns the folder. */
function onDisk(folder: string, contents: Contents): string {
  for (const [name, content] of Object.entries(contents)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    const bytes = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(file, bytes ? content : JSON.stringify(content));
  }
  return folder;
}

/** Lets files and folders fall on the page from outside the browser, as the system's file manager does. */
async function dropFromDisk(page: Page, ...files: string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  await session.detach();
}

const panel = (page: Page) => page.getByRole('dialog', { name: 'Import a checkpoint' });
const importButton = (page: Page) =>
  panel(page).getByRole('button', { name: 'Import', exact: true });
const acceptTerms = (page: Page) => panel(page).getByRole('checkbox', { name: /read the terms/ });
const recognised = (page: Page) => panel(page).locator('[data-part]');
const missing = (page: Page) => panel(page).locator('[data-missing]');
const packs = (page: Page) => page.getByRole('combobox', { name: 'Model pack' });

const openSettings = async (page: Page) => {
  if (!(await packs(page).isVisible()))
    await page.getByRole('region', { name: 'Settings' }).locator('summary').click();
};

/** Names of all files in the browser's storage, by folder. */
const storage = (page: Page) =>
  page.evaluate(async () => {
    const files: Record<string, string[]> = {};
    const root = await navigator.storage.getDirectory();
    const packs = await root.getDirectoryHandle('packs').catch(() => null);
    for await (const [id, folder] of packs?.entries() ?? [])
      if (folder instanceof FileSystemDirectoryHandle) {
        files[id] = [];
        for await (const name of folder.keys()) files[id].push(name);
        files[id].sort();
      }
    return files;
  });

const importNow = async (page: Page) => {
  await acceptTerms(page).check();
  await importButton(page).click();
};

const open = (page: Page) => page.goto('.//?lang=en&backend=wasm');

test('a dropped folder becomes a pack that stays, and goes when it is removed', async ({
  page,
}, info) => {
  const { [GSLRM_FILE]: gslrm, ...rest } = exampleFiles();
  const folder = onDisk(info.outputPath('OpenFaceLift'), rest);
  onDisk(info.outputPath('later'), { [GSLRM_FILE]: gslrm });
  await open(page);
  await dropFromDisk(page, folder);

  // What is there, and what is missing.
  await expect(recognised(page)).toHaveCount(5);
  const unet = panel(page).locator('[data-part=unet]');
  await expect(unet).toContainText('OpenFaceLift/pipeckpts/unet/diffusion_pytorch_model');
  await expect(unet).toContainText('6 views · sparse attention');
  await expect(missing(page)).toHaveText(/Reconstructor/);
  await expect(importButton(page)).toBeDisabled();
  await expect(acceptTerms(page)).toHaveCount(0);

  // The rest is added to it; the terms are shown and have to be accepted.
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

test('an imported model paints its views from a photo', async ({ page }, info) => {
  const folder = onDisk(info.outputPath('tiny'), exampleFiles());
  await page.goto('.//?lang=en&backend=wasm&steps=3&guidance=3');
  await dropFromDisk(page, folder);
  await importNow(page);
  await expect(panel(page)).toContainText('“tiny” is imported');
  await page.keyboard.press('Escape');
  await drop(page, samplePhoto());
  const views = page.getByRole('region', { name: 'Six views' });
  await expect(views.getByRole('img', { name: 'View 6' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('alert')).toHaveCount(0);
  // Random weights make a cloud of fog, which takes minutes to film.
  await page.getByRole('button', { name: 'Cancel' }).click();
  await reach(page, 'cancelled', 10_000);
});

test('a checkpoint of torch.save: the reconstructor alone, by the keyboard', async ({ page }) => {
  await open(page);
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
  await expect(panel(page)).toContainText(/581 kB will be written/);
  await importButton(page).press('Enter');
  await expect(panel(page)).toContainText('“gslrm_checkpoint” is imported');
  expect(await storage(page)).toEqual({
    'gslrm-checkpoint': ['gslrm.safetensors', 'pack.json'],
  });
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await expect(button).toBeFocused();
  await expect(packs(page)).toHaveValue('gslrm-checkpoint');

  // The same once more is another pack, not the end of the first.
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

/** Presses Cancel inside the page the moment a file is being written. */
const cancelDuring = (page: Page, file: string) =>
  page.evaluate(
    (file) =>
      new Promise<void>((resolve) => {
        const look = () => {
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
        const observer = new MutationObserver(look);
        observer.observe(document.body, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        });
      }),
    file,
  );

test('a cancelled import leaves no pack and goes on with the same files', async ({
  page,
}, info) => {
  const large = { ...GSLRM, d: 512, layers: 8 };
  const folder = onDisk(info.outputPath('lab'), {
    ...exampleFiles(),
    [GSLRM_FILE]: weightFile(gslrmTensors(large)),
  });
  await open(page);
  await dropFromDisk(page, folder);
  await expect(recognised(page)).toHaveCount(6);
  await acceptTerms(page).check();
  const cancelled = cancelDuring(page, 'gslrm.safetensors');
  await importButton(page).click();
  await cancelled;
  await expect(panel(page).getByRole('status')).toContainText('Cancelled.');
  await expect(panel(page)).toContainText(/of 6\d\.\d MB are already there/);
  expect((await storage(page)).lab).toEqual([
    'clip.safetensors',
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
  await expect(panel(page)).toContainText(/MB are already there/);
  await acceptTerms(page).check();
  const seen: string[] = [];
  await page.exposeFunction('seen', (file: string) => seen.push(file));
  await page.evaluate(() => {
    const tell = (window as Window & { seen?: (file: string) => void }).seen;
    new MutationObserver(() => {
      const bar = document.querySelector('dialog [role=progressbar][aria-label="Import progress"]');
      const file = bar?.parentElement?.querySelector('.import-path')?.textContent;
      if (file) tell?.(file);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await importButton(page).click();
  await expect(panel(page)).toContainText('“lab” is imported', { timeout: 60_000 });
  expect(seen).toContain('gslrm.safetensors');
  expect(seen).not.toContain('unet.safetensors');
  expect((await storage(page)).lab).toContain('pack.json');
  expect((await storage(page)).lab).not.toContain('import.json');
});

test('a pickle that would run code is refused, and what was there stays', async ({ page }) => {
  await open(page);
  await dropFromDisk(page, path.resolve('models/parity/gslrm_checkpoint.pt'));
  await expect(recognised(page)).toHaveCount(2);
  for (const name of ['hostile_system.pt', 'hostile_eval_5.pt']) {
    await dropFromDisk(page, path.resolve('models/parity/torch', name));
    const alert = panel(page).getByRole('alert');
    await expect(alert).toHaveAttribute('data-code', 'checkpoint-unsafe');
    await expect(alert).toContainText(name);
    await expect(recognised(page)).toHaveCount(2);
    await alert.getByRole('button', { name: 'Dismiss' }).click();
  }
  expect(await storage(page)).toEqual({});
  expect(existsSync('torch-marker')).toBe(false);
});

test('weights that fail midway leave nothing behind', async ({ page }, info) => {
  const bytes = weightFile(gslrmTensors(GSLRM));
  new DataView(bytes.buffer).setFloat32(bytes.length - 4, NaN, true);
  const folder = onDisk(info.outputPath('nan'), { 'gslrm.safetensors': bytes });
  await open(page);
  await dropFromDisk(page, path.join(folder, 'gslrm.safetensors'));
  await importNow(page);
  await expect(panel(page).getByRole('alert')).toHaveAttribute('data-code', 'checkpoint-invalid');
  expect(await storage(page)).toEqual({});
});

/** The cameras of a laboratory: six, and not FaceLift's. */
const labCameras = {
  frames: Array.from({ length: 6 }, (_, i) => {
    const { w2c, ...camera } = orbitCamera(60 * i, 15, 2.7, 50, 512);
    const rows = [0, 4, 8, 12].map((at) => [...w2c.subarray(at, at + 4)]);
    return { ...camera, w: 512, h: 512, w2c: rows };
  }),
};

test('level embeddings and an inclined reconstructor take an explicit choice', async ({
  page,
}, info) => {
  const { [GSLRM_FILE]: gslrm, ...rest } = exampleFiles();
  const folder = onDisk(info.outputPath('mixed'), {
    ...rest,
    'mouse_finetune/ckpt_0000000000020000.safetensors': gslrm,
    'm5_cameras.json': labCameras,
  });
  await open(page);
  await dropFromDisk(page, folder);
  const guard = panel(page).getByRole('region', { name: 'The parts know different cameras' });
  await expect(guard).toContainText('View embeddings: trained with facelift-e0');
  await expect(guard).not.toContainText('Reconstructor');
  await acceptTerms(page).check();
  await expect(importButton(page)).toBeDisabled();
  await guard.getByRole('checkbox', { name: 'Import it all the same' }).check();
  await importButton(page).click();
  await expect(panel(page)).toContainText('“mixed” is imported');
  const manifest = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const pack = await (await root.getDirectoryHandle('packs')).getDirectoryHandle('mixed');
    return JSON.parse(await (await (await pack.getFileHandle('pack.json')).getFile()).text());
  });
  expect(manifest.mixedRigs).toBe(true);
});

test('a part that does not say whose cameras it knows is asked about', async ({ page }, info) => {
  const folder = onDisk(info.outputPath('plain'), {
    'weights.safetensors': weightFile(gslrmTensors(GSLRM)),
    'cameras.json': labCameras,
  });
  await open(page);
  await dropFromDisk(page, folder);
  const question = panel(page).getByRole('group', { name: /whose cameras.*Reconstructor/ });
  await expect(question.getByRole('radio')).toHaveCount(2);
  await expect(acceptTerms(page)).toHaveCount(0);
  await question.getByRole('radio', { name: 'FaceLift’s own six' }).check();
  await expect(
    panel(page).getByRole('region', { name: 'The parts know different cameras' }),
  ).toBeVisible();
  await question.getByRole('radio', { name: 'Those of the camera file' }).check();
  await expect(
    panel(page).getByRole('region', { name: 'The parts know different cameras' }),
  ).toHaveCount(0);
  await importNow(page);
  await expect(panel(page)).toContainText('“plain” is imported');
});

test('a photo still starts a run, and odd files get a sentence in Korean', async ({ page }) => {
  await page.goto('.//?lang=ko&backend=wasm');
  await dropFromDisk(page, path.resolve('models/parity/torch/legacy.pt'));
  const dialog = page.getByRole('dialog', { name: '체크포인트 가져오기' });
  await expect(dialog.getByRole('alert')).toContainText('손상되었거나 읽을 수 없는 형식');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  const samples = JSON.parse(readFileSync('public/samples/samples.json', 'utf8'));
  await dropFromDisk(page, path.resolve('public/samples', samples[0].file));
  await expect(page.locator('[role=status][data-state]')).toHaveAttribute(
    'data-state',
    /loading|running|done/,
  );
  await expect(dialog).toHaveCount(0);
});
