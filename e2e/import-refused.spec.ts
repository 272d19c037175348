import { existsSync } from 'node:fs';
import path from 'node:path';
import { gslrmTensors } from '../src/families/gslrm/graph.ts';
import { GSLRM, weightFile } from '../src/test/example-checkpoint.ts';
import { REFUSED } from '../src/test/checkpoints/refused.ts';
import { chromium } from './browsers.ts';
import {
  writeToDisk,
  dropFromDisk,
  panel,
  recognised,
  importButton,
  storage,
  importNow,
  openPage,
} from './import-support.ts';
import { samplePhoto } from './support.ts';
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
  const alert = panel(page).getByRole('alert');
  await expect(alert).toHaveAttribute('data-fault', 'not-finite');
  await expect(alert).toContainText(/contains NaN or infinity.*Use an earlier one\./);
  expect(await storage(page)).toEqual({});
});

test('each file gets the advice for its case, and a file beside a whole model gets it as a note', async ({
  page,
}, info) => {
  const rows = ['a transposed tensor', 'PyTorch before 1.6', 'a tensor is missing'].map((what) =>
    REFUSED.find((row) => row.what === what),
  );
  await openPage(page);
  for (const [i, row] of rows.entries()) {
    const folder = writeToDisk(info.outputPath(`${i}`), row!.contents());
    await dropFromDisk(page, path.join(folder, 'gslrm.pt'));
    const alert = panel(page).getByRole('alert');
    await expect(alert).toHaveAttribute('data-fault', row!.fault!);
    const advice = ['Call .contiguous() on it', 'PyTorch 1.6 or newer', 'saved only in part'];
    for (const [j, words] of advice.entries())
      await (i === j ? expect(alert) : expect(alert).not).toContainText(words);
    await alert.getByRole('button', { name: 'Dismiss' }).click();
  }
  const folder = writeToDisk(info.outputPath('lab'), {
    'gslrm.safetensors': weightFile(gslrmTensors(GSLRM)),
    'vae.safetensors': 'version https://git-lfs.github.com/spec/v1\n',
  });
  await dropFromDisk(page, folder);
  await expect(recognised(page)).toHaveCount(2);
  const note = panel(page).locator('[data-fault=lfs-pointer]');
  await expect(note).toBeVisible();
  await expect(note).toContainText('git lfs pull');
  await expect(importButton(page)).toBeVisible();
});

test('a file that cannot be imported gives a sentence in Korean, and a photo still starts a run', async ({
  page,
}) => {
  await page.goto('./?lang=ko&backend=wasm');
  await dropFromDisk(page, path.resolve('models/parity/torch/legacy.pt'));
  const dialog = page.getByRole('dialog', { name: '체크포인트 가져오기' });
  await expect(dialog.getByRole('alert')).toContainText('PyTorch 1.6 이전 버전으로 저장');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await dropFromDisk(page, samplePhoto());
  await expect(page.locator('[role=status][data-state]')).toHaveAttribute(
    'data-state',
    /loading|running|done/,
  );
  await expect(dialog).toHaveCount(0);
});
