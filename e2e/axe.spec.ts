import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { encode } from 'fast-png';
import { writePly } from '../src/core/ply/index.ts';
import { randomCloud } from '../src/test/random-clouds.ts';
import { chromium } from './browsers.ts';
import { SMALL_PACK } from './faults/stand/small-pack.ts';
import { openSettings } from './import-support.ts';
import { Viewer } from './looks.ts';
import { sampleFiles } from './made-sample.ts';
import { ownServer } from './own-server.ts';
import { FINISHED, waitForItem } from './queue-support.ts';
import { dropBytes, dropFiles, waitForState } from './support.ts';
import { expect as expectSoon, test } from './test.ts';

// The worker draws the splat. Then a change of the window's size costs little.
test.use(chromium('noGraphics'));
test.setTimeout(0); // No time limit: each step has one of its own, or ends when there is no progress.

// On a busy machine it takes some seconds until the worker has started.
const expect = expectSoon.configure({ timeout: 60_000 });

const server = ownServer();

const open = (page: Page, more = '') =>
  page.goto(`${server().url}?lang=en&backend=wasm&pack=${SMALL_PACK}${more}`);

const mouse = readFileSync('public/samples/bench-albino.jpg');
const splat = Buffer.from(writePly(randomCloud(3, { count: 300, logit: () => 3 }), 'standard'));

/** A PNG that is transparent everywhere, so that its run fails at once. */
const clear = Buffer.from(
  encode({ width: 64, height: 48, data: new Uint8Array(4 * 64 * 48), channels: 4 }),
);

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const dialog = (page: Page) => page.getByRole('dialog');

test('before and during a run', async ({ page }) => {
  const viewer = await Viewer.of(page);
  await page.goto(`${server().url}?lang=en&backend=wasm`);
  await page.locator('.chip-demo').click();
  await expect(page.getByText('Do not measure animals').filter({ visible: true })).toBeVisible();
  await viewer.look('what the demo model is');
  await open(page, '&steps=1000');
  await expect(page.getByRole('button', { name: /^Sample: / })).toHaveCount(6);
  await viewer.look('first visit');
  await page.locator('[data-backend] .chip').click();
  await viewer.look('backend');
  await openSettings(page);
  await page.getByText('Turntable video', { exact: true }).click();
  await viewer.look('settings');
  await button(page, 'Import a checkpoint…').click();
  await expect(dialog(page)).toBeVisible();
  await viewer.look('import');
  await page.keyboard.press('Escape');
  await button(page, 'Help').click();
  await expect(dialog(page)).toBeVisible();
  await viewer.look('guide');
  await page.keyboard.press('Escape');
  await dropBytes(page, Buffer.from('no picture'), 'no.png');
  await expect(page.getByRole('alert')).toBeVisible();
  await viewer.look('refused file');
  await dropBytes(page, clear, 'clear.png');
  await waitForState(page, 'error');
  await viewer.look('error');
  await dropBytes(page, mouse, 'mouse.jpg');
  await waitForState(page, 'running');
  await expect(page.getByRole('img', { name: /^Skeleton of/ })).toBeVisible();
  await viewer.look('running');
  await button(page, 'Cancel').click();
  await waitForState(page, 'cancelled');
  await viewer.look('cancelled');
  expect(viewer.problems).toEqual([]);
});

test('a result and what can be done with it', async ({ page }) => {
  const viewer = await Viewer.of(page);
  await open(page, '&steps=1');
  await dropBytes(page, mouse, 'mouse.jpg');
  await waitForState(page, 'done');
  await expect(page.getByRole('region', { name: 'History' }).getByRole('listitem')).toHaveCount(1);
  await viewer.look('done');
  await button(page, 'More formats').click();
  await page.getByText('Where it loses').click();
  await viewer.look('more formats, losses');
  await button(page, 'View 3').or(page.locator('.frame-flight > button').nth(2)).first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: '3D viewer' })).toHaveAttribute('data-arrived');
  await viewer.look('a view');
  await page.keyboard.press('Escape');
  await button(page, 'Edit the cut-out').click();
  await expect(dialog(page).getByRole('application')).toBeVisible();
  await viewer.look('cut-out editor');
  await page.keyboard.press('Escape');
  for (const [name, state] of [
    ['Adjust the centring', 'centring'],
    ['Move the keypoints', 'keypoints'],
  ] as const) {
    await button(page, name).click();
    await expect(dialog(page)).toBeVisible();
    await viewer.look(state);
    await page.keyboard.press('Escape');
  }
  await button(page, 'New seed').click();
  await waitForState(page, 'running');
  await waitForState(page, 'done');
  await button(page, 'Choose the views').click();
  await expect(dialog(page)).toBeVisible();
  await viewer.look('views');
  await page.keyboard.press('Escape');
  await button(page, 'Rename').first().click();
  await button(page, 'Delete all').click();
  await viewer.look('history: rename, delete');
  expect(viewer.problems).toEqual([]);
});

test('splats from files, the queue and posed views', async ({ page }) => {
  const viewer = await Viewer.of(page);
  await open(page, '&steps=1');
  await dropBytes(page, splat, 'My mouse.ply');
  await waitForState(page, 'viewing');
  await viewer.look('opened splat');
  await dropFiles(page, { 'frame1.ply': splat, 'frame2.ply': splat });
  await expect(dialog(page)).toBeVisible();
  await viewer.look('player');
  await page.keyboard.press('Escape');
  await button(page, 'Close the splat').click();

  await dropFiles(page, { 'a.jpg': mouse, 'b.png': clear, 'c.jpg': mouse });
  await waitForItem(page, 'a.jpg', FINISHED);
  await waitForItem(page, 'c.jpg', FINISHED);
  await viewer.look('queue');
  await button(page, 'Show the result of a.jpg').click();
  await viewer.look('queue with a result');
  await page.reload();
  await expect(page.getByRole('region', { name: 'Queue' })).toBeVisible();
  await viewer.look('queue after a reload');
  await button(page, 'Clear').click();
  await viewer.look('queue: empty?');
  await button(page, 'Remove all').click();
  await expect(page.getByRole('region', { name: 'Queue' })).toHaveCount(0);

  await dropFiles(page, sampleFiles(128));
  await waitForState(page, 'done');
  for (const part of ['3D splat', 'Real and splat', 'Cameras']) {
    await button(page, part).click();
    await viewer.look(`posed views, ${part}`);
  }
  expect(viewer.problems).toEqual([]);
});

test('the booth and the check', async ({ page }) => {
  const viewer = await Viewer.of(page);
  await open(page, '&steps=1&kiosk=1&files=1&camera=1');
  await expect(page.locator('[data-show]')).toBeVisible();
  await viewer.look('booth');
  await expect(page.locator('[data-made]')).toBeVisible();
  await viewer.look('booth with a splat');
  await button(page, 'Touch to start').click();
  await viewer.look('booth: choice');
  await page
    .getByRole('button', { name: /^Sample: / })
    .first()
    .click();
  await waitForState(page, /loading|running/);
  await viewer.look('booth: run');
  await waitForState(page, 'done');
  await viewer.look('booth: result');

  server().break(/unet\.safetensors$/, { kind: 'status', status: 404 });
  await open(page, '&check=1');
  await expect(page.locator('[data-verdict=broken]')).toBeVisible();
  await viewer.look('check');
  expect(viewer.problems).toEqual([]);
});
