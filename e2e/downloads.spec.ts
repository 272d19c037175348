import { type Page } from '@playwright/test';
import { exampleFiles } from '../src/test/example-checkpoint.ts';
import { chromium } from './browsers.ts';
import { watchWords } from './faults/stand/recorder.ts';
import {
  dropFromDisk,
  importNow,
  packs,
  panel,
  openSettings,
  writeToDisk,
} from './import-support.ts';
import { ownServer } from './own-server.ts';
import { samplePhoto, waitForState } from './support.ts';
import { expect as expectSoon, test } from './test.ts';

test.use(chromium('webgl'));
test.setTimeout(600_000);

// On a busy machine it takes some seconds until the worker has started.
const expect = expectSoon.configure({ timeout: 60_000 });

const server = ownServer();

const open = (page: Page) => page.goto(`${server().url}?lang=en&backend=wasm&pack=small`);
const choosePhoto = (page: Page) => page.getByLabel('Mouse photo').setInputFiles(samplePhoto());
/** Waits until all weights are there and the first stage runs. */
const loaded = (page: Page) => waitForState(page, 'running');
const connection = (page: Page) => page.locator('.connection');
const weightsAsked = () =>
  server()
    .asked.map(({ path }) => path)
    .filter((path) => path.endsWith('.safetensors'));

/** Flips a bit in the middle of a file in the browser's storage. */
const flip = (page: Page, folder: string[], file: string | null) =>
  page.evaluate(
    async ({ folder, file }) => {
      let handle = await navigator.storage.getDirectory();
      for (const name of folder) handle = await handle.getDirectoryHandle(name);
      const largest = { size: 0, name: '' };
      for await (const [name, entry] of handle.entries()) {
        const size = entry instanceof FileSystemFileHandle ? (await entry.getFile()).size : 0;
        if (size > largest.size) Object.assign(largest, { size, name });
      }
      const entry = await handle.getFileHandle(file ?? largest.name);
      const bytes = new Uint8Array(await (await entry.getFile()).arrayBuffer());
      bytes[bytes.length >> 1] ^= 1;
      const writable = await entry.createWritable();
      await writable.write(bytes);
      await writable.close();
    },
    { folder, file },
  );

test('a lost connection is said and made again; the next visit fetches no weights', async ({
  page,
}) => {
  server().break(/small\/pose/, { kind: 'cut', at: 9_000_000 }, 2);
  // The words are there for a second only.
  const said = new Set<string>();
  await watchWords(page, ({ words }) => words.forEach(({ text }) => said.add(text)));
  await open(page);
  await choosePhoto(page);
  await loaded(page);
  expect([...said].join('\n')).toContain('Connection lost, trying again in 1 s (pose.safetensors)');
  await expect(connection(page)).toBeEmpty();
  const ranges = server().asked.filter(({ path }) => path.includes('small/pose'));
  expect(ranges.map(({ range }) => range)).toEqual([
    undefined,
    expect.stringMatching(/^bytes=[1-9]\d+-$/),
    expect.stringMatching(/^bytes=[1-9]\d+-$/),
  ]);
  server().asked.length = 0;
  server().break(/safetensors/, { kind: 'status', status: 500 });
  await open(page);
  await choosePhoto(page);
  await loaded(page);
  expect(weightsAsked()).toEqual([]);

  // A kept file that is damaged is named, and fetched alone.
  server().reset();
  await flip(page, ['downloads'], null);
  await open(page);
  await choosePhoto(page);
  await loaded(page);
  await expect(page.getByText('Fetched again, because it was damaged: pose')).toBeVisible();
  expect(weightsAsked()).toEqual(['models/small/pose.safetensors']);
});

test('a stall is said, and a button makes the connection anew', async ({ page }) => {
  server().break(/small\/unet/, { kind: 'stall', at: 1000 }, 1);
  await open(page);
  await choosePhoto(page);
  await expect(connection(page)).toContainText('No data for unet.safetensors for 3 s.');
  await connection(page).getByRole('button', { name: 'Try again now' }).click();
  await loaded(page);
});

test('a file that stays damaged is named; after its repair it alone is fetched', async ({
  page,
}) => {
  const repair = server().break(/small\/vae/, { kind: 'flip', at: 77 });
  await open(page);
  await choosePhoto(page);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The weight file vae.safetensors is damaged');
  await expect(alert).toHaveAttribute('data-code', 'file-damaged');
  repair();
  const before = new Set(weightsAsked());
  server().asked.length = 0;
  await page.getByRole('button', { name: 'Run again' }).click();
  await loaded(page);
  // Files whose download had been stopped are continued. Whole files are not asked for again.
  expect(weightsAsked()).toContain('models/small/vae.safetensors');
  const again = server().asked.filter(({ path, range }) => before.has(path) && !range);
  expect(again.map(({ path }) => path)).toEqual(['models/small/vae.safetensors']);
});

test('a damaged file of an imported pack is named, and the same import writes it again', async ({
  page,
}, info) => {
  const folder = writeToDisk(info.outputPath('tiny'), exampleFiles());
  await page.goto(`${server().url}?lang=en&backend=wasm&steps=1`);
  await dropFromDisk(page, folder);
  await importNow(page);
  await expect(panel(page)).toContainText('“tiny” is imported');
  await page.keyboard.press('Escape');
  await openSettings(page);
  const check = page.getByRole('button', { name: 'Check the files of tiny' });
  await check.click();
  const result = page.locator('.stored-check');
  await expect(result).toHaveText('All files are whole.');

  await flip(page, ['packs', 'tiny'], 'clip.safetensors');
  await check.click();
  await expect(result).toContainText('Damaged: clip.safetensors.');
  await packs(page).selectOption('tiny');
  await choosePhoto(page);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('clip.safetensors of the imported pack tiny is damaged');

  await dropFromDisk(page, folder);
  await importNow(page);
  await expect(panel(page)).toContainText('is imported');
  await page.keyboard.press('Escape');
  // The dialog has closed them.
  await openSettings(page);
  await check.click();
  await expect(result).toHaveText('All files are whole.');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Run again' }).click();
  await loaded(page);
});
