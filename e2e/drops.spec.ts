import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { encode } from 'fast-png';
import { jpegOf } from '../src/test/photos/bombs.ts';
import { chromium } from './browsers.ts';
import { dropFromDisk, panel, recognised, writeToDisk } from './import-support.ts';
import { ownServer } from './own-server.ts';
import { drop, dropBytes, dropFiles, samplePhoto, transferOf, waitForState } from './support.ts';
import { expect as expectSoon, test } from './test.ts';

test.use(chromium('webgl'));
test.setTimeout(0); // No time limit: each step has one of its own, or ends when there is no progress.

// On a busy machine it takes some seconds until the worker has started.
const expect = expectSoon.configure({ timeout: 60_000 });

const server = ownServer();

const open = (page: Page, lang = 'en') =>
  page.goto(`${server().url}?lang=${lang}&backend=wasm&steps=1`);

/** Requests for weights and for onnxruntime. */
const fetched = () =>
  server()
    .asked.map(({ path }) => path)
    .filter((path) => /\.(safetensors|wasm)$/.test(path));

/** A grey PNG of this width. The width tells the photos of a test apart. */
const photo = (width: number, alpha = 255) => {
  const data = new Uint8Array(4 * width * 48).map((_, i) => (i % 4 === 3 ? alpha : 120));
  return Buffer.from(encode({ width, height: 48, data, channels: 4 }));
};
const text = (words: string) => Buffer.from(words);

const refusal = (page: Page) => page.locator('.alert[role=alert]');
const note = (page: Page) => page.locator('.alert[data-tone=note]');

/** The photos of the queue. */
const queued = (page: Page) => page.getByRole('region', { name: 'Queue' }).getByRole('listitem');

/** Width of the photo that the page works on. */
const photoWidth = (page: Page) =>
  page.locator('img[alt="Photo"]').evaluate((image: HTMLImageElement) => image.naturalWidth);

const ply = `ply\nformat ascii 1.0\nelement vertex 1\nproperty float opacity\nend_header\n1\n`;
const run = JSON.stringify({ pack: { id: 'mouse-demo' }, settings: {}, stageMs: {} });

test('a file that is no photo is said, and nothing is fetched for it', async ({ page }) => {
  const jpeg = Buffer.from(await jpegOf(64, 48));
  const files: [name: string, bytes: Buffer, code: string, words: RegExp][] = [
    ['notes.jpg', text('these are words\n'), 'no-photo', /notes\.jpg is text, not a picture/],
    ['gaussians.ply.gz', text(ply), 'no-photo', /is a splat.*SuperSplat/s],
    ['empty.png', text(''), 'no-photo', /empty\.png is empty/],
    ['photo.png', text('<!DOCTYPE html>'), 'no-photo', /web page.*Download the file again/s],
    ['photos.zip', text('PK\x03\x04' + '\0'.repeat(40)), 'no-photo', /archive.*Unpack/s],
    ['mouse.mp4', text('\0\0\0\x18ftypmp42'), 'no-photo', /video.*one frame/s],
    ['cams.pkl', Buffer.from([0x80, 4, 0x95, 0, 0]), 'no-photo', /pickle/],
    ['run.json', text(run), 'no-photo', /result of an earlier run/],
    ['cut off.jpg', jpeg.subarray(0, 30), 'photo-cut-off', /ends too early/],
    ['clear.png', photo(64, 0), 'photo-transparent', /fully transparent/],
  ];
  await open(page);
  await expect(page.getByRole('status').first()).toBeVisible();
  for (const [name, bytes, code, words] of files) {
    await dropBytes(page, bytes, name);
    await expect(refusal(page), name).toContainText(words);
    await expect(refusal(page), name).toHaveAttribute('data-code', code);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(refusal(page)).toHaveCount(0);
  }
  expect(fetched()).toEqual([]);
  await drop(page, samplePhoto());
  await waitForState(page, 'running');
  expect(fetched().length).toBeGreaterThan(3);
});

test('several photos are a queue in natural order, and the page says what it leaves out', async ({
  page,
}) => {
  await open(page);
  await dropFiles(page, {
    'cam10.png': photo(100),
    'cam9.png': photo(90),
    'labels.csv': text('a,b\n'),
  });
  await expect(note(page)).toContainText('The queue takes photos, and samples with their own pictures.');
  await expect(note(page)).toContainText('Left out: labels.csv (text).');
  await expect(queued(page)).toHaveText([/^cam9\.png/, /^cam10\.png/]);
  await waitForState(page, /loading|running/);
  expect(await photoWidth(page)).toBe(90);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(note(page)).toHaveCount(0);
});

test('a folder of photos is a queue, with the photos of its subfolders', async ({ page }, info) => {
  const folder = writeToDisk(info.outputPath('session 1'), {
    'cam10.png': photo(100),
    'cam2.png': photo(72),
    'masks/a.png': photo(64),
    '.hidden.png': photo(50),
    'labels.csv': 'a,b',
    'Thumbs.db': 'x',
  });
  await open(page);
  await dropFromDisk(page, folder);
  await expect(note(page)).toContainText('The queue takes photos, and samples with their own pictures.');
  await expect(note(page)).toContainText('Left out: labels.csv (text).');
  await expect(queued(page)).toHaveText([/^cam2\.png/, /^cam10\.png/, /^a\.png/]);
  await waitForState(page, /loading|running/);
  expect(await photoWidth(page)).toBe(72);
  await expect(panel(page)).toHaveCount(0);
});

test('several files in the file chooser, and pasted ones', async ({ page }) => {
  await open(page);
  await page.getByLabel('Mouse photo').setInputFiles([
    { name: 'b.png', mimeType: 'image/png', buffer: photo(80) },
    { name: 'a.png', mimeType: 'image/png', buffer: photo(70) },
    { name: 'run.json', mimeType: 'application/json', buffer: text(run) },
  ]);
  await expect(note(page)).toContainText('The queue takes photos, and samples with their own pictures.');
  await expect(note(page)).toContainText('run.json (result of an earlier run)');
  await waitForState(page, /loading|running/);
  expect(await photoWidth(page)).toBe(70);

  // One photo joins the queue while photos of the queue run.
  const pasted = await transferOf(page, {
    'image.png': photo(60),
    'a.mp4': text('\0\0\0\x18ftypmp42'),
  });
  await page.evaluate((clipboardData) => {
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, pasted);
  await expect(note(page)).toContainText('a.mp4 (video)');
  await expect(queued(page)).toHaveText([/^a\.png/, /^b\.png/, /^image\.png/]);
});

test('a checkpoint without a usual ending is imported, and photos beside it are said', async ({
  page,
}, info) => {
  const checkpoint = Uint8Array.from(readFileSync('models/parity/gslrm_checkpoint.pt'));
  for (const name of ['ckpt.pth.tar', 'ckpt.pkl', 'ckpt.tar', '3f9a0c']) {
    const folder = writeToDisk(info.outputPath(name), {
      [name]: checkpoint,
      'preview.png': photo(64),
    });
    await open(page);
    await dropFromDisk(page, folder);
    await expect(recognised(page), name).toHaveCount(2);
    await expect(panel(page).locator('.alert')).toContainText('Left out: preview.png (photo).');
    await dropBytes(page, photo(64), 'mouse.png');
    await expect(panel(page).getByRole('alert')).toContainText('Close this panel');
    await page.keyboard.press('Escape');
    await expect(panel(page)).toHaveCount(0);
    await expect(page.locator('.alert')).toHaveCount(0);
    await waitForState(page, 'idle');
  }
});

test('a refused file leaves a run alone, and goes when another photo starts', async ({ page }) => {
  await open(page);
  await dropBytes(page, photo(64), 'mouse.png');
  await waitForState(page, /loading|running/);
  await dropBytes(page, text(ply), 'gaussians.ply.gz');
  await expect(refusal(page)).toContainText('gaussians.ply.gz is a splat.');
  expect(await photoWidth(page)).toBe(64);
  await dropBytes(page, photo(66), 'other.png');
  await expect(refusal(page)).toHaveCount(0);
  await expect.poll(() => photoWidth(page)).toBe(66);
});

test('names are shown as text, and long ones are shortened', async ({ page }) => {
  await open(page, 'ko');
  const markup = '<img src=x onerror=alert(1)>.csv';
  await dropFiles(page, { [markup]: text('a'), [`${'생쥐'.repeat(40)}_7.txt`]: text('b') });
  await expect(refusal(page)).toContainText('파일 2개 가운데 사진이 없습니다.');
  await expect(refusal(page)).toContainText(markup);
  await expect(refusal(page)).toContainText(/생쥐…[생쥐]+_7\.txt\(텍스트\)/);
  await expect(refusal(page).locator('img')).toHaveCount(0);
});
