import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { encode } from 'fast-png';
import { unzipSync } from 'fflate';
import { chromium } from './browsers.ts';
import { SMALL_PACK } from './faults/stand/small-pack.ts';
import { dropFromDisk, writeToDisk } from './import-support.ts';
import { ownServer } from './own-server.ts';
import { button, FINISHED, item, items, queue, waitForItem, waitForRest } from './queue-support.ts';
import { dropFiles } from './support.ts';
import { expect as expectSoon, test } from './test.ts';

test.use(chromium('webgl'));
test.setTimeout(0); // No time limit: each step has one of its own, or ends when there is no progress.

// On a busy machine it takes some seconds until the worker has started.
const expect = expectSoon.configure({ timeout: 60_000 });

const server = ownServer();

const address = () => `${server().url}?lang=en&backend=wasm&steps=1&pack=${SMALL_PACK}`;

const sample = (name: string) => readFileSync(`public/samples/${name}.jpg`);

/** A PNG that is transparent everywhere, so that its run fails at once. */
const clear = Buffer.from(
  encode({ width: 64, height: 48, data: new Uint8Array(4 * 64 * 48), channels: 4 }),
);

/** One colour everywhere, so that no mouse is found. */
const grey = Buffer.from(
  encode({ width: 96, height: 72, data: new Uint8Array(3 * 96 * 72).fill(138), channels: 3 }),
);

/** Names of all files in a folder of the browser's storage. */
const filesIn = (page: Page, folder: string) =>
  page.evaluate(async (name) => {
    const walk = async (handle: FileSystemDirectoryHandle, path: string): Promise<string[]> => {
      const found: string[] = [];
      for await (const [key, child] of handle.entries())
        if (child instanceof FileSystemDirectoryHandle)
          found.push(...(await walk(child, `${path}${key}/`)));
        else found.push(`${path}${key}`);
      return found.sort();
    };
    const root = await navigator.storage.getDirectory();
    return walk(await root.getDirectoryHandle(name, { create: true }), '');
  }, folder);

/** Requests for weights. */
const weights = () =>
  server()
    .asked.map(({ path }) => path)
    .filter((path) => path.endsWith('.safetensors'));

const FILES = [
  'gaussians.ply',
  'input.png',
  'multiview.png',
  'output.png',
  'pose.json',
  'run.json',
  'turntable.mp4',
];

test('six photos are a queue that goes on after a reload, and is saved as a whole', async ({
  page,
  context,
}, info) => {
  // The window in which a person chooses a folder cannot be used by a test. The folder is a real one of the browser.
  await page.addInitScript(() => {
    const showDirectoryPicker = async () =>
      (await navigator.storage.getDirectory()).getDirectoryHandle('picked', { create: true });
    Object.assign(window, { showDirectoryPicker });
  });
  const folder = writeToDisk(info.outputPath('session 1'), {
    'cam1.jpg': sample('bench-albino'),
    'cam2.jpg': sample('field-walking'),
    'cam3.png': clear,
    'cam10.jpg': sample('arena-rearing'),
    'cam11.jpg': sample('patchy-walking'),
    'cam12.jpg': sample('table-crouching'),
    'notes.txt': 'words',
  });
  await page.goto(address());
  await dropFromDisk(page, folder);
  await expect(page.locator('.alert[data-tone=note]')).toContainText('Left out: notes.txt (text)');
  await expect(items(page)).toHaveText(
    ['cam1', 'cam2', 'cam3', 'cam10', 'cam11', 'cam12'].map((name) => new RegExp(`^${name}\\.`)),
  );
  await button(page, 'Cancel cam12.jpg').click();
  await expect(item(page, 'cam12')).toHaveAttribute('data-item', 'cancelled');

  // Another tab does not touch the queue.
  const other = await context.newPage();
  await other.goto(address());
  await expect(queue(other)).toContainText('in another tab');
  await dropFiles(other, { 'a.jpg': sample('bench-albino'), 'b.jpg': sample('bench-albino') });
  await expect(queue(other)).toContainText('Nothing was added here.');
  await other.close();

  await waitForItem(page, 'cam1.jpg', FINISHED);
  await waitForItem(page, 'cam2.jpg', 'running');
  const fetched = weights();
  expect(new Set(fetched).size).toBe(fetched.length);
  await page.reload();

  await waitForItem(page, 'cam2.jpg', 'running');
  await expect(items(page)).toHaveCount(6);
  await expect(item(page, 'cam1.jpg')).toHaveAttribute('data-item', FINISHED);
  await expect(item(page, 'cam1.jpg').locator('img')).toHaveJSProperty('naturalWidth', 96);
  await expect(item(page, 'cam12')).toHaveAttribute('data-item', 'cancelled');

  // A finished result is shown while others run.
  await button(page, 'Show the result of cam1.jpg').click();
  await expect(page.getByRole('region', { name: '3D viewer' })).toBeVisible();
  const downloads = page.getByRole('region', { name: 'Downloads' });
  await expect(downloads.getByRole('link')).toHaveCount(FILES.length);
  await expect(page.getByRole('img', { name: 'View 6' })).toBeVisible();

  await waitForRest(page);
  await expect(item(page, 'cam3.png')).toHaveAttribute('data-item', 'failed');
  await expect(item(page, 'cam3.png')).toContainText('fully transparent');
  await expect(page.locator('.alert[role=alert]')).toHaveCount(0);
  // Nothing was fetched for the later photos: the sessions are kept, and the weights are in the browser's storage.
  expect(weights()).toEqual(fetched);

  await button(page, 'Run cam12.jpg again').click();
  await button(page, 'Run failed again').click();
  await waitForRest(page);
  await expect(item(page, 'cam12.jpg')).toHaveAttribute('data-item', FINISHED);
  await expect(item(page, 'cam3.png')).toHaveAttribute('data-item', 'failed');

  const done = ['cam1', 'cam2', 'cam10', 'cam11', 'cam12'];
  const expected = done.flatMap((name) => FILES.map((file) => `session 1/${name}/${file}`));
  const [archive] = await Promise.all([
    page.waitForEvent('download'),
    button(page, 'Save all (.zip)').click(),
  ]);
  const files = unzipSync(readFileSync(await archive.path()));
  expect(Object.keys(files).sort()).toEqual(expected.toSorted());
  const text = (name: string) => new TextDecoder().decode(files[`session 1/${name}`]);
  const clouds = done.map((name) => text(`${name}/gaussians.ply`));
  expect(new Set(clouds).size).toBe(done.length);
  for (const cloud of clouds) expect(cloud).toMatch(/^ply\n/);
  expect(JSON.parse(text('cam10/run.json'))).toMatchObject({
    pack: { id: SMALL_PACK },
    settings: { steps: 1 },
  });

  await button(page, 'Save to folder').click();
  await expect(queue(page)).toContainText('The results of 5 items are in the folder.');
  expect(await filesIn(page, 'picked')).toEqual(expected.toSorted());

  await button(page, 'Clear').click();
  await button(page, 'Remove all').click();
  await expect(queue(page)).toHaveCount(0);
  await expect.poll(() => filesIn(page, 'queue')).toEqual([]);
});

test('a new visit asks before the queue goes on', async ({ page, context }) => {
  await page.goto(address());
  await dropFiles(page, { 'b.jpg': sample('bench-albino'), 'a.jpg': sample('field-walking') });
  await waitForItem(page, 'a.jpg', 'running');
  // Photos begin to run while the next ones are still being kept.
  await expect(items(page)).toHaveCount(2);
  await page.close();

  const next = await context.newPage();
  await next.goto(address());
  await expect(queue(next)).toContainText('before all items were done');
  await expect(queue(next).locator('[data-item=running]')).toHaveCount(0);
  await button(next, 'Continue').click();
  await waitForItem(next, 'a.jpg', 'running');
  await button(next, 'Cancel all').click();
  await waitForRest(next);
  await expect(items(next)).toHaveCount(2);
});

test('an item in which no mouse was found can be painted, and gets its result', async ({
  page,
}) => {
  await page.goto(address());
  await dropFiles(page, { 'grey.png': grey, 'a.jpg': sample('field-walking') });
  await waitForRest(page);
  await expect(item(page, 'grey.png')).toHaveAttribute('data-item', 'failed');
  await item(page, 'grey.png').getByRole('button', { name: 'Paint the mouse yourself' }).click();
  const editor = page.getByRole('dialog', { name: 'Cut-out editor' });
  const photo = editor.getByRole('application');
  await expect(photo).toBeVisible();
  const box = (await photo.boundingBox())!;
  await page.mouse.move(box.x + 0.35 * box.width, box.y + 0.5 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.65 * box.width, box.y + 0.55 * box.height, { steps: 8 });
  await page.mouse.up();
  await editor.getByRole('button', { name: 'Apply' }).click();
  await waitForItem(page, 'grey.png', FINISHED);
  await button(page, 'Show the result of grey.png').click();
  await expect(page.getByRole('link', { name: 'mask.png' })).toBeVisible();
});
