import type { Page } from '@playwright/test';
import { chromium } from './browsers.ts';
import { dropBytes, waitForState, samplePhoto } from './support.ts';
import { readFileSync } from 'node:fs';
import { expect as expectSoon, test } from './test.ts';

const { launchOptions } = chromium('webgl');
test.use({
  launchOptions: {
    ...launchOptions,
    args: [
      ...launchOptions.args,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ],
  },
});
test.setTimeout(0); // Each step has a time limit of its own.

// On a busy machine, the page opens slowly.
const expect = expectSoon.configure({ timeout: 60_000 });

const loop = (page: Page) => page.getByRole('region', { name: 'One photo becomes a 3D mouse' });
const start = (page: Page) => page.getByRole('button', { name: 'Touch to start' });
const choice = (page: Page) => page.getByRole('region', { name: 'Choose a mouse' });
const shown = (page: Page) => page.locator('[data-show]').getAttribute('data-show');

/** Whether the page is wider than its window. */
const scrolls = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

test('a booth shows the samples in turn, makes their splats, and opens one at a touch', async ({
  page,
}) => {
  await page.goto('./?lang=en&backend=wasm&kiosk=1&steps=1');
  await expect(loop(page).getByRole('img', { name: /^Photo: / })).toBeVisible();
  const first = await shown(page);
  await expect.poll(() => shown(page)).not.toBe(first);
  await expect(page.getByText('0 of 6 are ready')).toBeVisible();
  // The first splat is made while nobody touches the page. The loop shows it at once.
  const made = loop(page).locator('[data-made]');
  await expect(made).toBeVisible({ timeout: 300_000 });
  await expect(made.locator('video')).toHaveJSProperty('controls', false);
  await made.getByRole('button').click();
  await expect(page.getByRole('region', { name: /^What was made of/ })).toBeVisible();
  await expect(page.locator('[data-ready] canvas')).toBeVisible();
  expect(await page.evaluate(() => document.fullscreenElement !== null)).toBe(true);

  // It is kept: the page need not make it again.
  const kept = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('kiosk');
    const names: string[] = [];
    for await (const name of folder.keys()) names.push(name);
    return names;
  });
  expect(kept.filter((name) => name.endsWith('.ply')).length).toBeGreaterThan(0);
});

test('a booth has no way to settings, files, menus, downloads or other pages', async ({ page }) => {
  await page.goto('./?lang=en&backend=wasm&kiosk=1');
  const noWay = async () => {
    await expect(page.locator('a, dialog, details, input, select')).toHaveCount(0);
    await expect(page.getByRole('button', { name: /Settings|Import|Choose a photo/ })).toHaveCount(
      0,
    );
  };
  await expect(start(page)).toBeVisible();
  await noWay();
  await start(page).click();
  await expect(choice(page).getByRole('button', { name: /^Sample: / })).toHaveCount(6);
  await noWay();
  await expect(page.getByRole('button', { name: 'Take a photo' })).toHaveCount(0);

  const prevented = (make: string) =>
    page.evaluate((source) => {
      const event = new (window as never as Record<string, new (...all: unknown[]) => Event>)[
        source === 'keydown' ? 'KeyboardEvent' : 'MouseEvent'
      ](source, { cancelable: true, bubbles: true, key: 'o', ctrlKey: true });
      document.body.dispatchEvent(event);
      return event.defaultPrevented;
    }, make);
  for (const type of ['contextmenu', 'dragstart', 'dragover', 'drop', 'keydown'])
    expect(await prevented(type), type).toBe(true);

  // A photo that is dropped or pasted is not taken.
  await dropBytes(page, readFileSync(samplePhoto()), 'mouse.jpg');
  await expect(choice(page)).toBeVisible();
  await choice(page)
    .getByRole('button', { name: /^Sample: / })
    .first()
    .click();
  await waitForState(page, /loading|running/);
  await noWay();
});

test('a photo is taken with a countdown, and becomes a run. Files only if they are allowed', async ({
  page,
}) => {
  await page.goto('./?lang=en&backend=wasm&kiosk=1&camera=1&files=1');
  await start(page).click();
  await dropBytes(page, Buffer.from('no photo'), 'notes.txt');
  await expect(page.getByRole('alert')).toContainText('There is no photo in these files.');
  await page.getByRole('button', { name: 'Take a photo' }).click();
  const camera = page.getByRole('region', { name: 'Take a photo of a mouse' });
  await expect(camera).toHaveAttribute('data-phase', 'live');
  await camera.getByRole('button', { name: 'Take the photo' }).click();
  await expect(camera.getByRole('status', { name: 'Photo in 3' })).toBeVisible();
  await expect(camera).toHaveAttribute('data-phase', 'taken');
  await camera.getByRole('button', { name: 'Take another' }).click();
  await expect(camera).toHaveAttribute('data-phase', 'live');
  await camera.getByRole('button', { name: 'Take the photo' }).click();
  await camera.getByRole('button', { name: 'Make it 3D' }).click();
  await waitForState(page, /loading|running/);
  await page.getByRole('button', { name: 'Cancel' }).click();
  const chosen = page.getByLabel('Mouse photo');
  await chosen.setInputFiles(samplePhoto());
  await waitForState(page, /loading|running/);
});

test('a refused camera is said, with another way', async ({ page }) => {
  await page.addInitScript(() => {
    const refuse = () => Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
    Object.defineProperty(navigator.mediaDevices, 'getUserMedia', { value: refuse });
  });
  await page.goto('./?lang=en&backend=wasm&kiosk=1&camera=1');
  await start(page).click();
  await page.getByRole('button', { name: 'Take a photo' }).click();
  await expect(page.getByRole('alert')).toContainText('The camera may not be used.');
  await page.getByRole('button', { name: 'Choose a mouse' }).click();
  await expect(choice(page)).toBeVisible();
});

test('after a minute without a touch, screen and language are as at first', async ({ page }) => {
  await page.clock.install();
  await page.goto('./?lang=ko&backend=wasm&kiosk=1');
  await page.getByRole('button', { name: 'English' }).click();
  await start(page).click();
  await expect(choice(page)).toBeVisible();
  await page.clock.runFor(55_000);
  await page.mouse.move(100, 100);
  await page.clock.runFor(55_000);
  await expect(choice(page)).toBeVisible();
  await page.clock.runFor(10_000);
  await expect(choice(page)).toHaveCount(0);
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(page.getByRole('button', { name: '터치하여 시작' })).toBeVisible();
});

test('a shorter time, and a run that ended, end in the loop again', async ({ page }) => {
  await page.goto('./?lang=en&backend=wasm&kiosk=1&idle=5&sample=none');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(start(page)).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

for (const [width, height] of [
  [390, 844],
  [320, 640],
])
  test(`nothing is wider than a window of ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto('./?lang=en&backend=wasm&kiosk=1&camera=1&files=1');
    await expect(start(page)).toBeVisible();
    expect(await scrolls(page)).toBe(false);
    await start(page).click();
    await expect(choice(page)).toBeVisible();
    expect(await scrolls(page)).toBe(false);
    await page.getByRole('button', { name: 'Take a photo' }).click();
    await expect(page.locator('[data-phase=live]')).toBeVisible();
    expect(await scrolls(page)).toBe(false);
    for (const button of await page.getByRole('button').all())
      expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  });
