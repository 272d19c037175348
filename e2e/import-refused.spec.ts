import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gslrmTensors } from '../src/families/gslrm/graph.ts';
import { GSLRM, weightFile } from '../src/test/example-checkpoint.ts';
import { chromium } from './browsers.ts';
import {
  writeToDisk,
  dropFromDisk,
  panel,
  recognised,
  storage,
  importNow,
  openPage,
} from './import-support.ts';
import { expect, test } from './test.ts';

test.use(chromium('webgl'));
test.setTimeout(0); // No time limit: each step has one of its own, or ends when there is no progress.

test('a pickle that would run code is refused, and the earlier files stay', async ({ page }) => {
  await openPage(page);
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

test('an import that fails while it writes leaves no files', async ({ page }, info) => {
  const bytes = weightFile(gslrmTensors(GSLRM));
  new DataView(bytes.buffer).setFloat32(bytes.length - 4, NaN, true);
  const folder = writeToDisk(info.outputPath('nan'), { 'gslrm.safetensors': bytes });
  await openPage(page);
  await dropFromDisk(page, path.join(folder, 'gslrm.safetensors'));
  await importNow(page);
  await expect(panel(page).getByRole('alert')).toHaveAttribute('data-code', 'checkpoint-invalid');
  expect(await storage(page)).toEqual({});
});

test('a file that cannot be imported gives a sentence in Korean, and a photo still starts a run', async ({
  page,
}) => {
  await page.goto('./?lang=ko&backend=wasm');
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
