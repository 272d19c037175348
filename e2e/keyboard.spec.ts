import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { writePly } from '../src/core/ply/index.ts';
import { randomCloud } from '../src/test/random-clouds.ts';
import { chromium } from './browsers.ts';
import { SMALL_PACK } from './faults/stand/small-pack.ts';
import { ownServer } from './own-server.ts';
import { dropBytes, samplePhoto, waitForEnd } from './support.ts';
import { expect as expectSoon, test } from './test.ts';

test.use({
  ...chromium('webgl'),
  contextOptions: { reducedMotion: 'reduce' },
  // Without a GPU, a small picture is drawn faster.
  viewport: { width: 1000, height: 640 },
});
test.setTimeout(0); // Each step has a time limit of its own, or ends when there is no progress.

// On a busy machine it takes some seconds until the worker has started.
const expect = expectSoon.configure({ timeout: 60_000 });

const server = ownServer();
const address = () => `${server().url}?lang=en&backend=wasm&pack=${SMALL_PACK}`;

/** What has the focus, in a few words. Fails if it is nothing. */
async function focusedNow(page: Page): Promise<string> {
  const name = await page.evaluate(() => {
    const { activeElement: element, body } = document;
    if (!element || element === body) return null;
    const label = element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40);
    return `${element.localName} ${label}`;
  });
  expect(name, 'the focus is on the page').not.toBeNull();
  return name!;
}

/** The same, after something has disappeared: it loses the focus in one frame, and something else has it in the next. */
async function focused(page: Page): Promise<string> {
  await page.evaluate(
    () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))),
  );
  return focusedNow(page);
}

/** Presses Tab, or Shift and Tab, until this has the focus. */
async function tabTo(page: Page, goal: Locator, key = 'Tab'): Promise<void> {
  const met: string[] = [];
  await expect(goal).toBeVisible();
  while (!(await goal.evaluate((element) => element === document.activeElement))) {
    await page.keyboard.press(key);
    met.push(await focusedNow(page));
    expect(met.length, met.join(' | ')).toBeLessThan(60);
  }
}

const press = async (page: Page, goal: Locator, key = 'Enter') => {
  await tabTo(page, goal);
  await page.keyboard.press(key);
  await focused(page);
};

/** The pixels of a canvas. */
const pixels = (canvas: Locator) =>
  canvas.evaluate((shown: HTMLCanvasElement) => {
    const copy = new OffscreenCanvas(64, 48).getContext('2d')!;
    copy.drawImage(shown, 0, 0, 64, 48);
    return copy.getImageData(0, 0, 64, 48).data.join();
  });

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('from the photo to the file, and back, without a mouse', async ({ page }) => {
  let letGo = () => {};
  const held = new Promise<void>((go) => (letGo = go));
  await page.route('**/*.safetensors', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(address());

  await press(page, page.getByRole('link', { name: 'Skip to the main part' }));
  expect(await focused(page)).toMatch(/^main/);
  // Asked for before: it takes a moment until Chromium hands the choice over.
  const chosen = page.waitForEvent('filechooser');
  await tabTo(page, page.getByLabel('Mouse photo'));
  await page.keyboard.press('Enter');
  const chooser = await chosen;
  await chooser.setFiles(samplePhoto());

  // The button that started the run is gone. Cancel is the next one.
  await expect(button(page, 'Cancel')).toBeVisible();
  await focused(page);
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('button Cancel');
  letGo();
  await waitForEnd(page);
  await focused(page);

  const canvas = page.getByRole('region', { name: '3D viewer' }).locator('canvas');
  await tabTo(page, canvas);
  await expect(canvas).toHaveAttribute('data-picture', 'sharp');
  const before = await pixels(canvas);
  for (let turns = 0; turns < 4; turns++) await page.keyboard.press('ArrowRight');
  await expect.poll(() => pixels(canvas)).not.toBe(before);

  const downloads = page.getByRole('region', { name: 'Downloads' });
  const file = downloads.getByRole('link', { name: 'gaussians.ply', exact: true });
  await tabTo(page, file);
  const [saved] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(
    readFileSync(await saved.path())
      .subarray(0, 4)
      .toString(),
  ).toBe('ply\n');
  await focused(page);

  const history = page.getByRole('region', { name: 'History' });
  await press(page, history.getByRole('button', { name: 'Delete', exact: true }));
  expect(await focused(page)).toBe('button Undo');
  await page.keyboard.press('Enter');
  await expect(button(page, 'Undo')).toHaveCount(0);
  expect(await focused(page)).toBe('section History');
});

test('the settings say what is allowed and what waits, and give the focus back', async ({
  page,
}) => {
  await page.goto(address());
  await expect(page.locator('[data-backend]')).toBeVisible();
  const open = button(page, 'Settings');
  await press(page, open);
  const panel = page.getByRole('dialog', { name: 'Settings for the next run' });
  await expect(panel).toBeVisible();
  await tabTo(page, page.getByRole('spinbutton', { name: 'Steps' }));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('0');
  await expect(panel).toContainText(/Use a whole number from 1 to \d+\. \d+ stays\./);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('spinbutton', { name: 'Steps' })).not.toHaveValue('0');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  expect(await focused(page)).toBe('button Settings');

  await page.keyboard.press('Enter');
  await press(page, button(page, 'Close the settings'));
  await expect(panel).toBeHidden();
  expect(await focused(page)).toBe('button Settings');

  await page.keyboard.press('Enter');
  await press(page, button(page, 'Import a checkpoint…'));
  await expect(page.getByRole('dialog', { name: 'Import a checkpoint' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await focused(page)).toBe('button Settings');

  // The panel follows the window, also after a part of it was folded. It closes when the focus leaves it.
  await page.keyboard.press('Enter');
  const experts = panel.getByText('For experts', { exact: true });
  await press(page, experts);
  await press(page, experts);
  await page.setViewportSize({ width: 900, height: 600 });
  await expect
    .poll(() => panel.evaluate((each) => innerWidth - each.getBoundingClientRect().right))
    .toBeGreaterThan(0);
  await tabTo(page, page.getByLabel('Mouse photo'));
  await expect(panel).toBeHidden();
});

test('? lists the keys, and a dialog keeps the focus', async ({ page }) => {
  await page.goto(address());
  await tabTo(page, button(page, 'Help'));
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(list.getByRole('row', { name: /Ctrl \+ Z undo/ })).toBeVisible();
  for (let presses = 0; presses < 8; presses++) {
    await page.keyboard.press('Tab');
    const outside = await page.evaluate(
      () => !document.activeElement?.matches('dialog[open], dialog[open] *, body'),
    );
    expect(outside).toBe(false);
  }
  await page.keyboard.press('?');
  await expect(list).toHaveCount(0);
  expect(await focused(page)).toBe('button Help');
  // Who speaks to the computer can switch the key off.
  await page.keyboard.press('?');
  const single = list.getByRole('checkbox', { name: /Single keys/ });
  await press(page, single, 'Space');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(list).toHaveCount(0);
  await press(page, button(page, 'Help'));
  await press(page, button(page, 'Keyboard shortcuts'));
  await press(page, single, 'Space');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // In a field it is a letter.
  await press(page, button(page, 'Settings'));
  await tabTo(page, page.getByRole('spinbutton', { name: 'Seed' }));
  await page.keyboard.press('?');
  await expect(list).toHaveCount(0);
});

test('the focus stays on the page when a splat and an error are closed', async ({ page }) => {
  await page.goto(address());
  const cloud = randomCloud(11, { count: 200 });
  await dropBytes(page, Buffer.from(writePly(cloud)), 'a.ply');
  await press(page, button(page, 'Close the splat'));
  await expect(button(page, 'Close the splat')).toHaveCount(0);
  expect(await focused(page)).toMatch(/^main/);

  await dropBytes(page, Buffer.from('words'), 'broken.png');
  await press(page, page.getByRole('alert').getByRole('button', { name: 'Dismiss' }));
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(await focused(page)).toMatch(/^main/);
});
