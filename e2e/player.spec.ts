import type { Page } from '@playwright/test';
import { decode } from 'fast-png';
import { writePly } from '../src/core/ply/index.ts';
import { randomCloud } from '../src/test/random-clouds.ts';
import { chromium } from './browsers.ts';
import { dropFiles } from './support.ts';
import { expect as expectSoon, test } from './test.ts';

test.use(chromium('webgl'));
test.setTimeout(0); // Each step has a time limit of its own.

// On a busy machine, drawing a frame takes seconds.
const expect = expectSoon.configure({ timeout: 60_000 });

/** Frames of a red ball that moves along X. */
const sequence = (count: number): Record<string, Buffer> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => {
      const cloud = randomCloud(5, {
        count: 200,
        position: (random) => [
          4 * (i / (count - 1)) + 0.5 * random(),
          0.5 * random(),
          0.5 * random(),
        ],
        logit: () => 4,
      });
      return [`frame${`${i + 1}`.padStart(4, '0')}.ply`, Buffer.from(writePly(cloud, 'standard'))];
    }),
  );

/** Where the splat is in the picture, 0…1 from the left. */
async function place(page: Page): Promise<number> {
  const { data, width, channels } = decode(await page.locator('.player canvas').screenshot());
  let [sum, count] = [0, 0];
  for (let at = 0; at < data.length; at += channels) {
    const least = Math.min(data[at], data[at + 1], data[at + 2]);
    const most = Math.max(data[at], data[at + 1], data[at + 2]);
    if (most - least < 60) continue;
    sum += (at / channels) % width;
    count += 1;
  }
  return count > 20 ? sum / count / width : NaN;
}

test('a sequence of splats plays in time, and can be stopped, moved and turned', async ({
  page,
}) => {
  await page.goto('?lang=en&backend=wasm');
  await dropFiles(page, { ...sequence(12), 'notes.txt': Buffer.from('words') });
  const dialog = page.getByRole('dialog', { name: 'Sequence of 12 splats' });
  await expect(dialog).toBeVisible();
  await expect(dialog.locator('[data-shown]')).toBeVisible();
  const slider = dialog.getByRole('slider', { name: 'Frame' });
  const first = await slider.inputValue();
  await expect(slider).not.toHaveValue(first);
  await dialog.getByRole('button', { name: 'Pause' }).click();
  await slider.fill('0');
  await expect(dialog.locator('[data-shown="0"]')).toBeVisible();
  await expect(dialog).toContainText('frame0001.ply');
  await expect.poll(() => place(page), { timeout: 60_000 }).toBeLessThan(0.35);
  await slider.fill('11');
  await expect(dialog).toContainText('frame0012.ply');
  await expect.poll(() => place(page), { timeout: 60_000 }).toBeGreaterThan(0.65);
  // Seen from the other axis, the ball is in the middle.
  await dialog.getByRole('combobox', { name: 'Up' }).selectOption('X');
  await expect
    .poll(async () => Math.abs((await place(page)) - 0.5), { timeout: 60_000 })
    .toBeLessThan(0.15);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Only the splats are shown.')).toBeVisible();
});

test('a broken splat is named, and the others can still be shown', async ({ page }) => {
  await page.goto('?lang=en&backend=wasm');
  const files = sequence(4);
  files['frame0002.ply'] = files['frame0002.ply'].subarray(0, 900);
  await dropFiles(page, { ...files });
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('alert')).toContainText('frame0002.ply');
  await dialog.getByRole('slider').fill('3');
  await expect.poll(() => place(page), { timeout: 60_000 }).toBeGreaterThan(0.65);
});
