import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { chromium } from './browsers.ts';
import { SMALL_PACK } from './faults/stand/small-pack.ts';
import { ownServer } from './own-server.ts';
import { dropBytes, waitForState } from './support.ts';
import { expect as expectSoon, test } from './test.ts';

test.use(chromium('noGraphics'));
test.setTimeout(0); // No time limit: each step has one of its own, or ends when there is no progress.

// On a busy machine it takes some seconds until the page has opened.
const expect = expectSoon.configure({ timeout: 60_000 });

const server = ownServer();

const open = (page: Page) =>
  page.goto(`${server().url}?lang=en&backend=wasm&steps=1&pack=${SMALL_PACK}`);

const samples = (page: Page) => page.getByRole('button', { name: /^Sample: / });

/** Distance from the top of the page, pixels. */
const top = async (one: Locator) => {
  const y = await one.evaluate((each) => each.getBoundingClientRect().top + window.scrollY);
  return Math.round(y);
};

test.describe('with a finger', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the camera takes the photo, the pictures stand in their order, the files are near', async ({
    page,
  }) => {
    await open(page);
    await expect(page.getByText('Add a photo of a mouse')).toBeVisible();
    await expect(page.getByRole('main').getByText(/drop|paste/i)).toHaveCount(0);
    const camera = page.getByLabel('Take a photo');
    await expect(camera).toHaveAttribute('capture', 'environment');
    await expect(page.getByLabel('Mouse photo')).not.toHaveAttribute('capture');
    await camera.setInputFiles({
      name: 'image.jpg',
      mimeType: 'image/jpeg',
      buffer: readFileSync('public/samples/bench-albino.jpg'),
    });
    await waitForState(page, 'done');

    await expect(page.locator('[data-state=done]')).toContainText('The files are ready.');
    await expect(page.getByRole('list', { name: 'Notices' })).toHaveAttribute(
      'aria-live',
      'polite',
    );
    for (const name of ['Downloads', 'Turntable'])
      await expect(page.getByRole('heading', { name })).toBeVisible();
    await expect(page.locator('video')).toHaveAccessibleName('Turntable');

    const story = [
      page.getByRole('img', { name: 'Photo' }),
      page.getByRole('img', { name: /^Skeleton of/ }),
      page.getByRole('img', { name: 'View 1' }),
      page.getByRole('img', { name: 'View 6' }),
      page.getByRole('img', { name: 'The splat, drawn with the six cameras' }),
    ];
    const tops = await Promise.all(story.map(top));
    expect(tops).toEqual([...tops].sort((a, b) => a - b));
    expect(await top(page.getByRole('link', { name: 'gaussians.ply' }))).toBeLessThan(844);
  });
});

test('the page takes the font size of the browser, and everything can be reached', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page);
  await expect(samples(page)).toHaveCount(6);
  const font = () => page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
  const before = await font();
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
  await expect.poll(font).toBeGreaterThan(1.9 * before);
  for (const sample of await samples(page).all()) {
    await sample.scrollIntoViewIfNeeded();
    await sample.click({ trial: true });
  }
});

test('in forced colours the chosen language, pressed buttons and the focus can be told', async ({
  page,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await open(page);
  const colour = (name: string) =>
    page
      .getByRole('button', { name, exact: true })
      .evaluate((button) => getComputedStyle(button).backgroundColor);
  expect(await colour('English')).not.toBe(await colour('한국어'));
  await samples(page).first().focus();
  await page.keyboard.press('Tab');
  const outline = await page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement!);
    return [outlineStyle, outlineWidth];
  });
  expect(outline).toEqual(['solid', '2px']);

  await dropBytes(page, readFileSync('public/samples/bench-albino.jpg'), 'a.jpg');
  await waitForState(page, 'done');
  const turning = page.getByRole('button', { name: 'Turn automatically' });
  const background = () => turning.evaluate((each) => getComputedStyle(each).backgroundColor);
  const one = await background();
  await turning.click();
  expect(await background()).not.toBe(one);
});
