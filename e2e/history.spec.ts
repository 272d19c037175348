import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { chromium } from './browsers.ts';
import { SMALL_PACK } from './faults/stand/small-pack.ts';
import { ownServer } from './own-server.ts';
import {
  download,
  dropBytes,
  dropFiles,
  waitForState,
  waitWhileProgressing,
  NO_LIMIT,
} from './support.ts';
import { expect as expectSoon, test } from './test.ts';

test.use(chromium('webgl'));
test.setTimeout(0); // No time limit: each step has one of its own, or ends when there is no progress.

// On a busy machine it takes some seconds until the worker has started.
const expect = expectSoon.configure({ timeout: 60_000 });

const server = ownServer();

const address = (more = '') => `${server().url}?lang=en&backend=wasm&pack=${SMALL_PACK}${more}`;

const sample = (name: string) => readFileSync(`public/samples/${name}.jpg`);

const history = (page: Page) => page.getByRole('region', { name: 'History' });
const runs = (page: Page) => history(page).getByRole('listitem');
const button = (page: Page, name: string) =>
  history(page).getByRole('button', { name, exact: true });

/** Names of all files that the history has. */
const stored = (page: Page) =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('history', { create: true });
    const names: string[] = [];
    for await (const name of folder.keys()) names.push(name);
    return names.sort();
  });

/** The stored record of the first run. Null while it is written. */
const storedRecord = (page: Page) =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('history', { create: true });
    const text = async () => (await (await folder.getFileHandle('1.json')).getFile()).text();
    return text().catch(() => null);
  });

/** Waits until the output of a stage is stored, and named in the record. */
const waitForStored = (page: Page, stage: string) =>
  waitWhileProgressing(
    page,
    expect.poll(() => storedRecord(page), NO_LIMIT).toContain(`"1.stage.${stage}"`),
  );

const run = async (page: Page) =>
  JSON.parse((await download(page, 'run.json')).toString()) as {
    settings: Record<string, unknown>;
    stageMs: Record<string, number>;
  };

test('a run is kept: open again, another seed, rename, delete, undo', async ({ page, context }) => {
  await page.goto(address('&steps=1&seed=3'));
  await dropBytes(page, sample('bench-albino'), 'white mouse.jpg');
  await waitForState(page, 'done');
  await expect(runs(page)).toHaveCount(1);
  await expect(history(page)).toContainText(/in use, .* free/);
  const ply = await download(page, 'gaussians.ply');
  await page.close();

  const next = await context.newPage();
  await next.goto(address());
  await button(next, 'white mouse.jpg').click();
  await expect(next.getByRole('region', { name: '3D viewer' })).toBeVisible();
  await expect(next.getByRole('status').and(next.locator('[data-state]'))).toHaveAttribute(
    'data-state',
    'done',
  );
  await expect(next.getByRole('img', { name: 'Cut-out' })).toBeVisible();
  await expect(next.getByRole('img', { name: 'View 6' })).toBeVisible();
  await expect(next.getByRole('region', { name: 'Turntable' }).locator('video')).toBeVisible();
  expect(await download(next, 'gaussians.ply')).toEqual(ply);
  const first = await run(next);
  expect(first.settings).toMatchObject({ seed: 3, steps: 1 });
  expect(first.stageMs.matting).toBeGreaterThan(0);

  // Another seed takes the cut-out, the subject and the keypoints of the run that was opened.
  await next.getByRole('button', { name: 'New seed' }).click();
  await expect(runs(next)).toHaveCount(1);
  await waitForState(next, 'done');
  await expect(runs(next)).toHaveCount(2);
  const second = await run(next);
  expect(second.stageMs).toMatchObject({ matting: 0, centring: 0, pose: 0 });
  expect(second.stageMs.multiview).toBeGreaterThan(0);
  expect(second.settings.seed).not.toBe(3);
  expect(second.settings.steps).toBe(1);

  const older = runs(next).nth(1);
  await older.getByRole('button', { name: 'Rename' }).click();
  await next.keyboard.type('The first');
  await next.keyboard.press('Enter');
  await expect(older.getByRole('button', { name: 'The first', exact: true })).toBeVisible();
  await expect(older.getByRole('button', { name: 'Rename' })).toBeFocused();
  await older.getByRole('button', { name: 'Delete' }).click();
  await expect(runs(next)).toHaveCount(1);
  await button(next, 'Undo').click();
  await expect(runs(next)).toHaveCount(2);
  await next.reload();
  await expect(runs(next)).toHaveCount(2);
  await expect(button(next, 'The first')).toBeVisible();
  await button(next, 'Delete all').click();
  await button(next, 'Delete all runs').click();
  await expect(history(next)).toHaveCount(0);
  await expect.poll(() => stored(next)).toEqual([]);
});

test('a run goes on after its tab has crashed, and by itself after a reload', async ({
  page,
  context,
}) => {
  await page.goto(address('&steps=1'));
  await dropBytes(page, sample('bench-albino'), 'a.jpg');
  await waitForStored(page, 'centring');
  const devtools = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void devtools.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();

  const next = await context.newPage();
  await next.goto(address());
  await expect(history(next)).toContainText('The page was closed during a run.');
  await button(next, 'Go on').click();
  await waitForStored(next, 'multiview');
  await next.reload();

  await waitForState(next, 'running');
  await waitForState(next, 'done');
  await expect(runs(next)).toHaveCount(1);
  const { stageMs, settings } = await run(next);
  expect(stageMs).toMatchObject({ matting: 0, centring: 0, multiview: 0 });
  expect(stageMs.export ?? stageMs.turntable).toBeDefined();
  expect(settings.steps).toBe(1);
});

test('a page that crashes twice in the same stage stands still', async ({ page, context }) => {
  await page.goto(address('&steps=200'));
  await dropBytes(page, sample('bench-albino'), 'a.jpg');
  // The next stage that is stored is the one with many steps.
  await waitForStored(page, 'pose');
  await page.reload();
  await waitForState(page, 'running');
  // The record is written beside the run.
  await expect.poll(() => storedRecord(page)).toMatch(/"begun": *2/);
  await page.close();
  const next = await context.newPage();
  await next.goto(address());
  await expect(history(next)).toContainText('ended twice during the same stage');
  await expect(button(next, 'Go on')).toBeVisible();
});

test('language and settings are remembered, the address wins, and defaults come back', async ({
  page,
}) => {
  const plain = `${server().url}?backend=wasm`;
  await page.goto(plain);
  await page.getByRole('button', { name: '한국어' }).click();
  await page.getByText('설정', { exact: true }).click();
  await page.getByRole('spinbutton', { name: '스텝 수' }).fill('7');
  await page.goto(`${plain}&lang=en&seed=5`);
  await page.getByText('Settings', { exact: true }).click();
  await expect(page.getByRole('spinbutton', { name: 'Steps' })).toHaveValue('7');
  await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('5');
  await page.goto(plain);
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('Settings', { exact: true }).click();
  await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('4');
  await page.getByRole('button', { name: 'Reset to defaults' }).click();
  await expect(page.getByRole('spinbutton', { name: 'Steps' })).not.toHaveValue('7');
  // A kiosk remembers nothing.
  await page.goto(`${plain}&kiosk=1&lang=en`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('a run.json restores the settings, says what differs, and waits for its photo', async ({
  page,
}) => {
  const note = page.locator('.alert[data-code=record]');
  const record = (id: string, photo: string) =>
    Buffer.from(
      JSON.stringify({
        photo,
        pack: { id, sha256: { 'vae.safetensors': 'other' } },
        settings: { seed: 11, steps: 2, guidance: 1, warp: 9, ply: 'facelift', filters: 'pack' },
        backend: { name: 'webgpu' },
        versions: { 'mouse-facelift': '0.0.1' },
        stageMs: {},
      }),
    );
  await page.goto(address());
  await dropBytes(page, record('gone', 'a.jpg'), 'run.json');
  await expect(note).toContainText('The settings of run.json are restored.');
  await expect(note).toContainText('Its pack “gone” is not here.');
  await expect(note).toContainText('version 0.0.1');
  await expect(note).toContainText('computed on the GPU. This page computes on the CPU');
  await expect(note).toContainText('does not take: warp');
  await expect(note).toContainText('Now drop its photo: a.jpg.');
  await page.getByText('Settings', { exact: true }).click();
  await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('11');
  await page.getByText('Settings', { exact: true }).click();
  await dropFiles(page, {
    'a.jpg': sample('bench-albino'),
    'run.json': record(SMALL_PACK, 'a.jpg'),
  });
  await expect(note).toContainText('The run of run.json starts');
  await expect(note).toContainText('has other weights');
  await waitForState(page, 'done');
  expect((await run(page)).settings).toMatchObject({ seed: 11, steps: 2, ply: 'facelift' });
});

test('without storage the page says once that nothing is kept, and asks before a run is lost', async ({
  page,
}) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(FileSystemFileHandle.prototype, 'createWritable');
  });
  await page.goto(address('&steps=1'));
  await expect(history(page)).toContainText('gives the page no storage');
  await button(page, 'Dismiss').click();
  await expect(history(page)).toHaveCount(0);
  /** Whether the browser asks before the page is left. */
  const asks = async () => {
    const asked = page.waitForEvent('dialog', { timeout: 3000 }).then(
      async (dialog) => {
        await dialog.dismiss();
        return true;
      },
      () => false,
    );
    await page.close({ runBeforeUnload: true });
    return asked;
  };
  await dropBytes(page, sample('bench-albino'), 'a.jpg');
  await waitForState(page, 'running');
  expect(await asks()).toBe(true);
  await waitForState(page, 'done');
  await expect(button(page, 'a.jpg')).toBeVisible();
  expect(await asks()).toBe(false);
});
