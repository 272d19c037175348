import type { Page } from '@playwright/test';
import { decode } from 'fast-png';
import { chromium } from './browsers.ts';
import { download, drop, dropBytes, NO_LIMIT, samplePhoto, waitForEnd } from './support.ts';
import { expect, test } from './test.ts';
import sharp from 'sharp';

// Without a 3D viewer that turns, the page has time for the editor.
test.use(chromium('noGraphics'));
test.setTimeout(0); // No time limit: `waitForEnd` fails when there is no progress.

/** The worker may be busy with the files of the last run. */
const OPENING = { timeout: 60_000 };

const editor = (page: Page) => page.getByRole('dialog', { name: 'Cut-out editor' });
const canvas = (page: Page) => editor(page).getByRole('application');

const runJson = async (page: Page) =>
  JSON.parse((await download(page, 'run.json')).toString()) as {
    corrections?: Record<string, unknown>;
    settings: { seed: number };
    stageMs: Record<string, number>;
  };

/** How many pixels of mask.png are mouse, in a rectangle given by fractions of its sides. */
async function mouseIn(page: Page, [left, top, right, bottom]: number[]): Promise<number> {
  const { data, channels, width, height } = decode(await download(page, 'mask.png'));
  let count = 0;
  for (let y = Math.round(top * height); y < bottom * height; y++)
    for (let x = Math.round(left * width); x < right * width; x++)
      count += Number(data[channels * (y * width + x)] > 127);
  return count;
}

async function openEditor(page: Page) {
  await page.getByRole('button', { name: 'Edit the cut-out' }).click();
  await expect(canvas(page)).toBeVisible(OPENING);
  await expect(canvas(page).locator('canvas')).toHaveCount(2);
}

/** Applies, and waits for the end of the run. */
async function apply(page: Page) {
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await waitForEnd(page);
}

/** Draws a line with the mouse; fractions of the canvas. */
async function stroke(page: Page, [x0, y0]: number[], [x1, y1]: number[]) {
  const box = (await canvas(page).boundingBox())!;
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(x0, y0));
  await page.mouse.down();
  await page.mouse.move(...at(x1, y1), { steps: 6 });
  await page.mouse.up();
}

test('the mask is painted with mouse and keyboard, the subject moved, and only later stages run again', async ({
  page,
}) => {
  await page.goto('./?lang=en&backend=wasm&steps=1');
  await drop(page, samplePhoto());
  await waitForEnd(page);
  const first = await runJson(page);
  expect(first.corrections).toBeUndefined();
  await expect(page.getByRole('link', { name: 'mask.png' })).toHaveCount(0);
  const subject = await download(page, 'input.png');

  await test.step('undo and redo', async () => {
    await openEditor(page);
    const undo = editor(page).getByRole('button', { name: 'Undo' });
    const redo = editor(page).getByRole('button', { name: 'Redo' });
    await expect(undo).toBeDisabled();
    await editor(page).getByRole('button', { name: 'Brush' }).click();
    await stroke(page, [0.25, 0.12], [0.75, 0.12]);
    await expect(editor(page).getByRole('status')).toContainText('2 separate parts');
    await undo.click();
    await expect(editor(page).getByRole('status')).toBeEmpty();
    await expect(undo).toBeDisabled();
    await redo.click();
    await expect(editor(page).getByRole('status')).toContainText('2 separate parts');
  });

  await test.step('the mask with mouse and keyboard', async () => {
    // The eraser removes the left end of the painted line; the keyboard paints a dot in the middle of the photo.
    await editor(page).getByRole('button', { name: 'Eraser' }).click();
    await stroke(page, [0.2, 0.12], [0.4, 0.12]);
    await canvas(page).focus();
    await page.keyboard.press('b');
    await page.keyboard.down('Space');
    for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.up('Space');
    const applied = apply(page);
    // The old files stay until the new ones are there.
    await expect(page.getByRole('link', { name: 'gaussians.ply' })).toBeVisible();
    await applied;
    const run = await runJson(page);
    expect(run.corrections).toEqual({ mask: 'mask.png' });
    expect(run.stageMs.photo).toBe(0);
    // The network that cuts out did not run.
    expect(run.stageMs.matting).toBeLessThan(first.stageMs.matting);
    expect(run.stageMs.multiview).toBeGreaterThan(0);
    expect(await mouseIn(page, [0.5, 0.08, 0.7, 0.16])).toBeGreaterThan(100);
    expect(Buffer.compare(subject, await download(page, 'input.png'))).not.toBe(0);
  });

  await test.step('the centring', async () => {
    const before = await download(page, 'input.png');
    await page.getByRole('button', { name: 'Adjust the centring' }).click();
    await page.getByRole('dialog').getByRole('application').focus();
    for (let i = 0; i < 2; i++) await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('+');
    await apply(page);
    const run = await runJson(page);
    expect(run.corrections).toMatchObject({
      mask: 'mask.png',
      nudge: { x: 0.1, y: 0, scale: 1.02 },
    });
    expect(run.stageMs).toMatchObject({ photo: 0, matting: 0 });
    expect(run.stageMs.pose).toBeGreaterThan(0);
    expect(Buffer.compare(before, await download(page, 'input.png'))).not.toBe(0);
  });

  await test.step('a keypoint', async () => {
    const snout = async () =>
      JSON.parse((await download(page, 'pose.json')).toString()).keypoints[7];
    const before = await snout();
    await page.getByRole('button', { name: 'Move the keypoints' }).click();
    await page.getByRole('button', { name: 'Snout' }).focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowDown');
    await expect(page.getByRole('dialog')).toContainText('1 of 23 points moved');
    await apply(page);
    const after = await snout();
    expect(after.photo[1]).toBeGreaterThan(before.photo[1] + 5);
    expect(after.xyz).not.toEqual(before.xyz);
    const run = await runJson(page);
    expect(run.stageMs).toMatchObject({ photo: 0, matting: 0, centring: 0, pose: 0 });
    expect(run.stageMs.multiview).toBeGreaterThan(0);
  });

  await test.step('a new seed keeps the corrections, and views can be kept', async () => {
    await page.getByRole('button', { name: 'New seed' }).click();
    await waitForEnd(page);
    const run = await runJson(page);
    expect(Object.keys(run.corrections ?? {})).toEqual(['mask', 'nudge', 'keypoints']);
    expect(run.settings.seed).not.toBe(first.settings.seed);
    const painted = decode(await download(page, 'multiview.png'));
    await page.getByRole('button', { name: 'Choose the views' }).click();
    const old = page
      .getByRole('radiogroup', { name: 'View 3' })
      .getByRole('radio', { name: `Seed ${first.settings.seed}` });
    await old.check();
    await apply(page);
    const mixed = await runJson(page);
    expect(mixed.corrections).toMatchObject({ views: [{ view: 2, seed: first.settings.seed }] });
    // Both seeds were painted before.
    expect(mixed.stageMs.multiview).toBeLessThan(run.stageMs.multiview / 4);
    const strip = decode(await download(page, 'multiview.png'));
    const differs = (view: number) => {
      const { width, height, channels } = strip;
      for (let y = 0; y < height; y++)
        for (let x = view * height; x < (view + 1) * height; x++)
          if (strip.data[channels * (y * width + x)] !== painted.data[channels * (y * width + x)])
            return true;
      return false;
    };
    expect([0, 1, 2, 3, 4, 5].map(differs)).toEqual([false, false, true, false, false, false]);
  });
});

test('a photo in which no mouse is found can be painted, in Korean', async ({ page }) => {
  await page.goto('./?lang=ko&backend=wasm&steps=1');
  const grey = { width: 400, height: 300, channels: 3, background: '#8a8a8a' } as const;
  await dropBytes(page, await sharp({ create: grey }).png().toBuffer(), 'grey.png');
  await page.getByRole('button', { name: '생쥐를 직접 칠하기' }).click(NO_LIMIT);
  const dialog = page.getByRole('dialog', { name: '오려내기 편집기' });
  await expect(dialog.getByRole('application')).toBeVisible(OPENING);
  await expect(dialog.getByRole('button', { name: '적용' })).toBeDisabled();
  const box = (await dialog.getByRole('application').boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.35, box.y + box.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.65, box.y + box.height * 0.55, { steps: 8 });
  await page.mouse.up();
  await dialog.getByRole('button', { name: '적용' }).click();
  await waitForEnd(page);
  expect((await runKorean(page)).corrections).toEqual({ mask: 'mask.png' });
});

/** run.json of the Korean page. */
async function runKorean(page: Page) {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'run.json' }).click(),
  ]);
  const bytes: Buffer[] = [];
  for await (const piece of await file.createReadStream()) bytes.push(piece as Buffer);
  return JSON.parse(Buffer.concat(bytes).toString()) as { corrections?: object };
}
