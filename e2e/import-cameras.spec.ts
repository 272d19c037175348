import { orbitCamera } from '../src/core/camera/orbit.ts';
import { gslrmTensors } from '../src/families/gslrm/graph.ts';
import { exampleFiles, GSLRM, weightFile } from '../src/test/example-checkpoint.ts';
import { chromium } from './browsers.ts';
import {
  GSLRM_FILE,
  writeToDisk,
  dropFromDisk,
  panel,
  importButton,
  acceptTerms,
  importNow,
  openPage,
} from './import-support.ts';
import { expect, test } from './test.ts';

test.use(chromium('webgl'));
test.setTimeout(0); // No time limit: each step has one of its own, or ends when there is no progress.

/** A camera file with six cameras that are not FaceLift's. */
const labCameras = {
  frames: Array.from({ length: 6 }, (_, i) => {
    const { w2c, ...camera } = orbitCamera(60 * i, 15, 2.7, 50, 512);
    const rows = [0, 4, 8, 12].map((at) => [...w2c.subarray(at, at + 4)]);
    return { ...camera, w: 512, h: 512, w2c: rows };
  }),
};

test('the user must allow view embeddings and a reconstructor that were trained with different cameras', async ({
  page,
}, info) => {
  const { [GSLRM_FILE]: gslrm, ...rest } = exampleFiles();
  const folder = writeToDisk(info.outputPath('mixed'), {
    ...rest,
    'mouse_finetune/ckpt_0000000000020000.safetensors': gslrm,
    'm5_cameras.json': labCameras,
  });
  await openPage(page);
  await dropFromDisk(page, folder);
  const mismatch = panel(page).getByRole('region', {
    name: 'The parts were trained with different cameras',
  });
  await expect(mismatch).toContainText('View embeddings: trained with facelift-e0');
  await expect(mismatch).not.toContainText('Reconstructor');
  await acceptTerms(page).check();
  await expect(importButton(page)).toBeDisabled();
  await mismatch.getByRole('checkbox', { name: 'Import anyway' }).check();
  await importButton(page).click();
  await expect(panel(page)).toContainText('“mixed” is imported');
  const manifest = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const pack = await (await root.getDirectoryHandle('packs')).getDirectoryHandle('mixed');
    return JSON.parse(await (await (await pack.getFileHandle('pack.json')).getFile()).text());
  });
  expect(manifest.mixedRigs).toBe(true);
});

test('the panel asks whose cameras a part was trained with, if the path of the part does not say it', async ({
  page,
}, info) => {
  const folder = writeToDisk(info.outputPath('plain'), {
    'weights.safetensors': weightFile(gslrmTensors(GSLRM)),
    'cameras.json': labCameras,
  });
  await openPage(page);
  await dropFromDisk(page, folder);
  const question = panel(page).getByRole('group', { name: /whose cameras.*Reconstructor/ });
  await expect(question.getByRole('radio')).toHaveCount(2);
  await expect(acceptTerms(page)).toHaveCount(0);
  await question.getByRole('radio', { name: 'FaceLift’s six cameras' }).check();
  await expect(
    panel(page).getByRole('region', { name: 'The parts were trained with different cameras' }),
  ).toBeVisible();
  await question.getByRole('radio', { name: 'The cameras of the camera file' }).check();
  await expect(
    panel(page).getByRole('region', { name: 'The parts were trained with different cameras' }),
  ).toHaveCount(0);
  await importNow(page);
  await expect(panel(page)).toContainText('“plain” is imported');
});
