import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { decode } from 'fast-png';
import { EXPORT_FORMATS, exportSplat, openAnySplat } from '../src/core/exchange/index.ts';
import { writePly } from '../src/core/ply/index.ts';
import { expectedOf, independent } from '../src/test/exchange/read-exports.ts';
import { randomCloud } from '../src/test/random-clouds.ts';
import { chromium } from './browsers.ts';
import { download, dropBytes } from './support.ts';
import { expect as expectSoon, test } from './test.ts';

test.use(chromium('webgl'));
test.setTimeout(0); // Each step has a time limit of its own.

// On a busy machine, starting a worker takes seconds.
const expect = expectSoon.configure({ timeout: 60_000 });

/** A tall cloud, so that one sees which way is up: its foot is wide and its top is narrow. */
const cloud = randomCloud(5, {
  count: 400,
  position: (random, i) => {
    const height = i / 400;
    const width = 0.5 * (1 - height);
    return [width * (2 * random() - 1), width * (2 * random() - 1), 1.2 * height - 0.6];
  },
  logScale: () => [-3.5, -3.5, -3.5],
  logit: () => 6,
});

const status = (page: Page) => page.getByRole('status').and(page.locator('[data-state]'));
const viewer = (page: Page) => page.getByRole('region', { name: '3D viewer' });

async function open(page: Page, bytes: Uint8Array, name: string) {
  await page.goto('?lang=en&backend=wasm');
  await dropBytes(page, Buffer.from(bytes), name);
}

/** Which part of the drawn pixels is in the lower half of what is drawn. */
async function lowerPart(page: Page): Promise<number> {
  const saved = page.waitForEvent('download');
  await viewer(page).getByRole('button', { name: 'Save a picture of this view' }).click();
  const { data, width, height, channels } = decode(readFileSync(await (await saved).path()));
  expect(channels).toBe(4);
  const rows = Array.from({ length: height }, (_, y) => {
    let count = 0;
    for (let x = 0; x < width; x++) if (data[4 * (y * width + x) + 3] > 128) count += 1;
    return count;
  });
  const drawn = rows.flatMap((count, y) => (count > 0 ? [y] : []));
  const middle = (drawn[0] + drawn[drawn.length - 1]) / 2;
  const all = rows.reduce((sum, count) => sum + count, 0);
  expect(all).toBeGreaterThan(1000);
  return rows.reduce((sum, count, y) => sum + (y > middle ? count : 0), 0) / all;
}

test('our PLY fills the viewer upright, is filmed, turned over, converted and closed', async ({
  page,
}) => {
  await open(page, writePly(cloud), 'My mouse.ply');
  await expect(status(page)).toHaveAttribute('data-state', 'viewing');
  await expect(status(page)).toContainText('My mouse.ply · 400 Gaussians');
  await expect(viewer(page).locator('canvas')).toBeVisible();
  await expect(viewer(page).locator('.viewer-opening')).toBeHidden();
  await viewer(page).getByRole('button', { name: 'Turn automatically' }).click();
  await expect.poll(() => lowerPart(page), { timeout: 60_000 }).toBeGreaterThan(0.6);
  // Seen from the other side, its foot is above.
  await page.getByRole('combobox', { name: 'Up' }).selectOption('-Z');
  await expect.poll(() => lowerPart(page), { timeout: 60_000 }).toBeLessThan(0.4);
  await page.getByRole('combobox', { name: 'Up' }).selectOption('Z');

  const ply = await download(page, 'gaussians.ply');
  const { cloud: back } = await openAnySplat(ply, 'a.ply');
  expect(back.count).toBe(400);
  await page.getByRole('button', { name: 'More formats' }).click();
  const expected = expectedOf(cloud);
  for (const format of ['compressed', 'spz', 'sog', 'glb', 'html'] as const) {
    const saved = page.waitForEvent('download', { timeout: 60_000 });
    await page.getByRole('button', { name: EXPORT_FORMATS[format].file, exact: true }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toMatch(/^My mouse\.(compressed\.ply|spz|sog|glb|html)$/);
    const read = await independent[format](new Uint8Array(readFileSync(await file.path())));
    expect(read.count, format).toBe(400);
    const highest = (xyz: Float32Array) =>
      Math.max(...Array.from({ length: 400 }, (_, i) => xyz[3 * i + 1]));
    expect(highest(read.xyz), format).toBeCloseTo(highest(expected.xyz), 2);
  }

  await page.getByRole('button', { name: 'Close the splat' }).click();
  await expect(status(page)).toHaveAttribute('data-state', 'idle');
  await expect(page.getByText('Drop a photo of a mouse')).toBeVisible();
});

test('a turntable is made on demand', async ({ page }) => {
  await open(page, writePly(cloud), 'a.ply');
  const film = page.getByRole('region', { name: 'Turntable' });
  await film.getByRole('button', { name: 'Video settings' }).click();
  const settings = page.getByRole('region', { name: 'Settings' });
  await settings.getByRole('spinbutton', { name: 'Frames', exact: true }).fill('4');
  await page.keyboard.press('Escape');
  await film.getByRole('button', { name: 'Make a turntable video' }).click();
  await expect(film.locator('video')).toBeVisible();
  await expect(film.getByRole('link', { name: /^turntable\.(mp4|webm)$/ })).toBeVisible();
});

for (const format of ['spz', 'sog', 'glb'] as const)
  test(`.${format} opens`, async ({ page }) => {
    await open(page, await exportSplat(cloud, format), `a.${format}`);
    await expect(status(page)).toHaveAttribute('data-state', 'viewing');
    await expect(status(page)).toContainText('400 Gaussians');
  });

test('broken files are named, and another one can be opened', async ({ page }) => {
  const whole = await exportSplat(cloud, 'glb');
  await open(page, whole.subarray(0, 5000), 'cut.glb');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('cut.glb is damaged');
  await expect(alert).toHaveAttribute('data-code', 'splat-damaged');
  await dropBytes(page, Buffer.from(writePly(cloud).subarray(0, 3000)), 'cut.ply');
  await expect(alert).toContainText('cut.ply ends too early');
  await dropBytes(page, Buffer.from(whole), 'whole.glb');
  await expect(status(page)).toHaveAttribute('data-state', 'viewing');
  await expect(alert).toBeHidden();
});
