import { writePly } from '../src/core/ply/index.ts';
import { randomCloud } from '../src/test/random-clouds.ts';
import { chromium } from './browsers.ts';
import { dropBytes } from './support.ts';
import { expect as expectSoon, test } from './test.ts';

test.use(chromium('webgl'));
test.setTimeout(0); // Each step has a time limit of its own.

const expect = expectSoon.configure({ timeout: 60_000 });

/** As many Gaussians as a mouse of the demo pack has, in a shape of about its size. */
const cloud = randomCloud(21, {
  count: 20_000,
  position: (random) => {
    const [u, v] = [2 * Math.PI * random(), 2 * random() - 1];
    const flat = Math.sqrt(1 - v * v);
    return [0.6 * flat * Math.cos(u), 0.3 * flat * Math.sin(u), 0.3 * v];
  },
  logScale: () => [-5, -5, -5.5],
  logit: () => 4,
});

/** Tasks of the main thread that took longer than this would be felt. */
const LONG_MS = 100;

declare global {
  interface Window {
    longTasks: number[];
  }
}

test('the page never stops while a splat is opened, turned and filmed', async ({ page }) => {
  await page.goto('?lang=en&backend=wasm');
  await expect(page.getByRole('status').and(page.locator('[data-state=idle]'))).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks.push(duration);
    }).observe({ type: 'longtask' });
  });
  /** The longest task since the last call, milliseconds. */
  const longest = () => page.evaluate(() => Math.max(0, ...window.longTasks.splice(0)));

  await dropBytes(page, Buffer.from(writePly(cloud)), 'a.ply');
  // Handing the file to the page is the test's own work, not the page's.
  await longest();
  const canvas = page.getByRole('region', { name: '3D viewer' }).locator('canvas');
  await expect(canvas).toHaveAttribute('data-picture', /./);
  expect(await longest(), 'while it opens').toBeLessThan(LONG_MS);

  const { x, y, width, height } = (await canvas.boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 200, y + height / 2 - 40, { steps: 20 });
  await page.mouse.up();
  await expect(canvas).toHaveAttribute('data-picture', 'sharp');
  expect(await longest(), 'while it is turned').toBeLessThan(LONG_MS);

  const film = page.getByRole('region', { name: 'Turntable' });
  await film.getByRole('link', { name: 'Film settings' }).click();
  await page
    .getByRole('region', { name: 'Settings' })
    .getByRole('spinbutton', { name: 'Frames', exact: true })
    .fill('4');
  await page.keyboard.press('Escape');
  await longest();
  await film.getByRole('button', { name: 'Make a turntable video' }).click();
  await page.getByRole('button', { name: 'Turn automatically' }).click();
  await expect(film.locator('video')).toBeVisible();
  expect(await longest(), 'while it is filmed').toBeLessThan(LONG_MS);
});
