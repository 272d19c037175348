import type { CDPSession, Page } from '@playwright/test';
import sharp from 'sharp';
import { chromium } from './browsers.ts';
import { dropBytes, NO_LIMIT } from './support.ts';
import { expect, test } from './test.ts';

test.use({
  ...chromium('noGraphics'),
  ...{
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  },
});
test.setTimeout(0); // Each step has a time limit of its own.

/** The way of a finger over the canvas: from and to, in parts of its sides. */
type Way = readonly [x0: number, y0: number, x1: number, y1: number];

const editor = (page: Page) => page.getByRole('dialog', { name: 'Cut-out editor' });

/** Moves fingers, which come one after the other. */
async function fingers(page: Page, devtools: CDPSession, ...ways: Way[]) {
  const box = (await editor(page).getByRole('application').boundingBox())!;
  const at = (part: number, count = ways.length) =>
    ways.slice(0, count).map(([x0, y0, x1, y1], id) => ({
      id,
      x: box.x + (x0 + part * (x1 - x0)) * box.width,
      y: box.y + (y0 + part * (y1 - y0)) * box.height,
    }));
  const send = (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    touchPoints: ReturnType<typeof at>,
  ) => devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
  for (let count = 1; count <= ways.length; count++) await send('touchStart', at(0, count));
  for (const part of [0.5, 1]) await send('touchMove', at(part));
  await send('touchEnd', []);
}

/** How many of the photo's columns in the middle row the mask shows as mouse: there is no veil over them. */
const painted = (page: Page) =>
  editor(page)
    .locator('.mask-canvas canvas')
    .nth(1)
    .evaluate((veil: HTMLCanvasElement) => {
      const { width, height } = veil;
      const { data } = veil.getContext('2d')!.getImageData(0, height >> 1, width, 1);
      let count = 0;
      for (let x = Math.round(width * 0.1); x < width * 0.9; x++)
        count += Number(data[4 * x + 3] < 60);
      return count;
    });

test('on a phone one finger paints the mask, and two move and enlarge the photo', async ({
  page,
}) => {
  await page.goto('./?lang=en&backend=wasm&steps=1');
  const grey = { width: 400, height: 400, channels: 3, background: '#8a8a8a' } as const;
  await dropBytes(page, await sharp({ create: grey }).png().toBuffer(), 'grey.png');
  await page.getByRole('button', { name: 'Paint the mouse yourself' }).tap(NO_LIMIT);
  await expect(editor(page).getByRole('application')).toBeVisible({ timeout: 60_000 });
  const devtools = await page.context().newCDPSession(page);
  const undo = editor(page).getByRole('button', { name: 'Undo' });
  const apply = editor(page).getByRole('button', { name: 'Apply' });
  await expect.poll(() => painted(page)).toBe(0);

  await fingers(page, devtools, [0.49, 0.5, 0.51, 0.5]);
  await expect(apply).toBeEnabled();
  // The veil is drawn with the next picture.
  await expect.poll(() => painted(page)).toBeGreaterThan(20);
  const before = await painted(page);
  // The page does not scroll while a finger paints.
  await fingers(page, devtools, [0.5, 0.55, 0.5, 0.45]);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  // Right after a movement, Chromium makes no click of a tap. A person is not that fast.
  await undo.click();
  await expect(editor(page).getByRole('button', { name: 'Redo' })).toBeEnabled();

  // The first finger begins a stroke, which the second one takes back.
  await fingers(page, devtools, [0.4, 0.5, 0.3, 0.5], [0.6, 0.5, 0.7, 0.5]);
  await expect.poll(() => painted(page)).toBeGreaterThan(1.7 * before);
  await fingers(page, devtools, [0.3, 0.7, 0.3, 0.4], [0.7, 0.7, 0.7, 0.4]);
  await expect.poll(() => painted(page)).toBe(0);

  // With a tool that clicks, two fingers click nothing, and one does when it is lifted.
  await editor(page).getByRole('button', { name: 'Whole photo' }).click();
  await editor(page).getByRole('button', { name: 'Grow' }).click();
  await fingers(page, devtools, [0.4, 0.4, 0.42, 0.4], [0.6, 0.6, 0.62, 0.6]);
  await undo.click();
  await expect(undo).toBeDisabled();
  await fingers(page, devtools, [0.5, 0.3, 0.5, 0.3]);
  await expect(undo).toBeEnabled();
  await expect.poll(() => painted(page)).toBeGreaterThan(1.8 * before);

  for (const name of ['Brush', 'Eraser', 'Undo', 'Redo', 'Apply']) {
    const { width, height } = (await editor(page).getByRole('button', { name }).boundingBox())!;
    expect(Math.min(width, height), name).toBeGreaterThanOrEqual(44);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
