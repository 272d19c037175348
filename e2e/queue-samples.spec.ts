import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { encode } from 'fast-png';
import { unzipSync } from 'fflate';
import { sphereCameras } from '../src/test/photos/spheres.ts';
import { chromium } from './browsers.ts';
import { SMALL_PACK } from './faults/stand/small-pack.ts';
import { dropFromDisk, writeToDisk } from './import-support.ts';
import { camerasJson, sampleFiles, sampleViews } from './made-sample.ts';
import { ownServer } from './own-server.ts';
import { button, FINISHED, item, items, queue, waitForItem, waitForRest } from './queue-support.ts';
import { download, waitForEnd, waitForState } from './support.ts';
import { expect as expectSoon, test } from './test.ts';

test.use(chromium('webgl'));
test.setTimeout(0); // No time limit: each step has one of its own, or ends when there is no progress.

// On a busy machine it takes some seconds until the worker has started.
const expect = expectSoon.configure({ timeout: 60_000 });

const server = ownServer();

const open = (page: Page) => page.goto(`${server().url}?lang=en&backend=wasm&pack=${SMALL_PACK}`);

/** Width and height of the pictures, pixels. */
const SIZE = 64;

const COLOURS = [
  [120, 80, 60],
  [60, 110, 80],
  [70, 70, 120],
];

/** A PNG that is transparent everywhere, so that its run fails at once. */
const clear = Buffer.from(
  encode({ width: 64, height: 48, data: new Uint8Array(4 * 64 * 48), channels: 4 }),
);

/** A folder with samples of different colours that share a camera file. */
function dataFolder(path: string, count: number, more: Record<string, Buffer> = {}) {
  const files: Record<string, Buffer> = { 'rig.json': camerasJson(sphereCameras(SIZE)), ...more };
  for (const [i, colour] of COLOURS.slice(0, count).entries())
    for (const [name, bytes] of Object.entries(sampleViews(SIZE, colour)))
      files[`sample_${i}/${name}`] = bytes;
  return writeToDisk(path, files);
}

const FILES = ['gaussians.ply', 'output.png', 'placement.json', 'run.json', 'turntable.mp4'];

test('a chosen folder of three samples and a photo is a queue that goes on after a reload', async ({
  page,
}, info) => {
  const folder = dataFolder(info.outputPath('day 1'), 3, { 'z.png': clear });
  await open(page);
  const input = page.getByLabel('Folder of photos or samples');
  // A finger needs 44 pixels.
  expect((await input.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await input.setInputFiles(folder);
  await expect(items(page)).toHaveText([/^sample_0/, /^sample_1/, /^sample_2/, /^z\.png/]);
  await expect(item(page, 'sample_2')).toContainText('Waiting · 6 posed views');
  await expect(item(page, 'sample_2').locator('img')).toHaveJSProperty('naturalWidth', 96);

  await waitForItem(page, 'sample_0', FINISHED);
  await waitForItem(page, 'sample_1', 'running');
  await page.reload();
  await waitForItem(page, 'sample_1', 'running');
  await expect(items(page)).toHaveCount(4);
  await expect(item(page, 'sample_0')).toHaveAttribute('data-item', FINISHED);

  // A finished sample is shown as a whole while another one runs.
  await button(page, 'Show the result of sample_0').click();
  const tiles = page.getByRole('region', { name: 'Posed views' }).getByRole('button');
  await expect(tiles).toHaveCount(6);
  await tiles.nth(4).click();
  await expect(page.getByText('View 5 of 6: cam_4.png')).toBeVisible();
  await expect(page.getByRole('table').locator('tbody tr')).toHaveCount(6);
  for (const name of ['View 5: the real picture', 'View 5: the splat'])
    await expect(page.getByRole('img', { name })).toBeVisible();

  await waitForRest(page);
  await expect(item(page, 'z.png')).toHaveAttribute('data-item', 'failed');
  for (const name of ['sample_0', 'sample_1', 'sample_2'])
    await expect(item(page, name)).toHaveAttribute('data-item', FINISHED);

  // The last item failed, but not the queue.
  await page.reload();
  await button(page, 'Run failed again').click();
  await waitForRest(page);
  const status = page.getByRole('status').and(page.locator('[data-state]'));
  await expect(status).toHaveText(/^Queue: \d .* · 1 failed\s*The files are ready\.$/);
  await expect(status).toHaveAttribute('data-state', 'done');

  const [archive] = await Promise.all([
    page.waitForEvent('download'),
    button(page, 'Save all (.zip)').click(),
  ]);
  const files = unzipSync(readFileSync(await archive.path()));
  const names = ['sample_0', 'sample_1', 'sample_2'];
  const expected = names.flatMap((name) => FILES.map((file) => `day 1/${name}/${file}`));
  expect(Object.keys(files).sort()).toEqual(expected.toSorted());
  const clouds = names.map((name) => Buffer.from(files[`day 1/${name}/gaussians.ply`]));
  expect(new Set(clouds.map((cloud) => cloud.toString('latin1'))).size).toBe(3);
  const run = JSON.parse(Buffer.from(files['day 1/sample_1/run.json']).toString());
  expect(run).toMatchObject({ cameras: 'rig.json', pack: { id: SMALL_PACK } });
});

test('a sample can be cancelled, alone and in the queue', async ({ page }, info) => {
  const alone = writeToDisk(info.outputPath('alone'), sampleFiles(SIZE));
  const folder = dataFolder(info.outputPath('data'), 2);
  await open(page);
  await dropFromDisk(page, alone);
  await waitForState(page, 'running');
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await waitForState(page, 'cancelled');
  await expect(queue(page)).toHaveCount(0);

  await dropFromDisk(page, folder);
  await waitForItem(page, 'sample_0', 'running');
  await button(page, 'Cancel sample_0').click();
  await expect(item(page, 'sample_0')).toContainText('Cancelled · 6 posed views');
  await waitForItem(page, 'sample_1', FINISHED);
  await expect(item(page, 'sample_0')).toHaveAttribute('data-item', 'cancelled');
});

test('a worker that ends in the run of a sample is replaced, and the splat is the same', async ({
  page,
  context,
}, info) => {
  const folder = dataFolder(info.outputPath('data'), 2);
  server().order({ worker: 'pipeline', action: 'close', stage: 'reconstruct', delayMs: 0 });
  await open(page);
  await dropFromDisk(page, folder);
  await expect(page.locator('[data-healed=worker-died]')).toBeVisible();
  expect(server().fired.map(({ stage }) => stage)).toEqual(['reconstruct']);
  await waitForRest(page);
  for (const name of ['sample_0', 'sample_1'])
    await expect(item(page, name)).toHaveAttribute('data-item', FINISHED);
  await button(page, 'Show the result of sample_0').click();
  const healed = await download(page, 'gaussians.ply');

  const other = await context.newPage();
  await open(other);
  const alone = writeToDisk(info.outputPath('alone'), sampleFiles(SIZE));
  await dropFromDisk(other, alone);
  await waitForEnd(other);
  expect((await download(other, 'gaussians.ply')).equals(healed)).toBe(true);
});
