import type { Page } from '@playwright/test';
import { writePly } from '../src/core/ply/index.ts';
import { randomCloud } from '../src/test/random-clouds.ts';
import { DRAWERS, type Drawer } from '../src/worker/view3d/protocol.ts';
import { chromium } from './browsers.ts';
import { expect as expectSoon, test } from './test.ts';

test.use({ ...chromium('webgl'), wholeFilm: true });
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

/** Tasks of the main thread that took longer than this would be felt. On a busy machine all tasks take longer. */
const LONG_MS = 100;
const BUSY_MAX = 5;
const VISITS = 3;

declare global {
  interface Window {
    longest: () => number;
  }
}

/** How much longer work takes because the machine is busy with other work: its mean time, by its shortest. */
const busy = (page: Page) =>
  page.evaluate((most) => {
    const times = Array.from({ length: 150 }, () => {
      const began = performance.now();
      let sum = 0;
      for (let i = 0; i < 400_000; i++) sum += Math.sqrt(i);
      return performance.now() - began + 0 * sum;
    });
    const mean = times.reduce((a, b) => a + b) / times.length;
    return Math.min(most, Math.max(1, mean / Math.min(...times)));
  }, BUSY_MAX);

type Phase = 'open' | 'turn' | 'film';

/** The longest task of the main thread in each phase, milliseconds of a machine that does nothing else. */
async function measure(page: Page, drawer: Drawer): Promise<Record<Phase, number>> {
  await page.goto(`?lang=en&backend=wasm&drawer=${drawer}`);
  await expect(page.getByRole('status').and(page.locator('[data-state=idle]'))).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => {
    const seen: number[] = [];
    const add = (list: PerformanceEntryList) => seen.push(...list.map(({ duration }) => duration));
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: 'longtask' });
    window.longest = () => {
      add(observer.takeRecords());
      return Math.max(0, ...seen.splice(0));
    };
  });
  /** The longest task since the last call. */
  const longest = async () => {
    const took = await page.evaluate(() => window.longest());
    const factor = await busy(page);
    await page.evaluate(() => window.longest()); // without that of `busy`
    return took / factor;
  };

  await page.evaluate(async () => {
    const file = new File([await (await fetch('given.ply')).blob()], 'a.ply');
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(file);
    for (const type of ['dragenter', 'dragover', 'drop'])
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true }));
  });
  const canvas = page.getByRole('region', { name: '3D viewer' }).locator('canvas');
  await expect(canvas).toHaveAttribute('data-picture', /./);
  const open = await longest();

  const { x, y, width, height } = (await canvas.boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 200, y + height / 2 - 40, { steps: 20 });
  await page.mouse.up();
  await expect(canvas).toHaveAttribute('data-picture', 'sharp');
  const turn = await longest();

  const film = page.getByRole('region', { name: 'Turntable' });
  await film.getByRole('button', { name: 'Video settings' }).click();
  await page
    .getByRole('region', { name: 'Settings' })
    .getByRole('spinbutton', { name: 'Frames', exact: true })
    .fill('4');
  await page.keyboard.press('Escape');
  await longest();
  await film.getByRole('button', { name: 'Make a turntable video' }).click();
  await page.getByRole('button', { name: 'Turn automatically' }).click();
  await expect(film.locator('video')).toBeVisible();
  return { open, turn, film: await longest() };
}

// A task that is always too long is so in every visit. One visit alone may meet other work of the machine.
for (const drawer of DRAWERS)
  test(`the page never stops while a splat is opened, turned and filmed (${drawer})`, ({ page }) =>
    watched(page, drawer));

async function watched(page: Page, drawer: Drawer) {
  // The page fetches the file itself: the test would need a long task to hand it over.
  await page.route('**/given.ply', (route) =>
    route.fulfill({ body: Buffer.from(writePly(cloud)) }),
  );
  const best: Record<Phase, number> = { open: Infinity, turn: Infinity, film: Infinity };
  for (let visit = 0; visit < VISITS; visit++) {
    const figures = await measure(page, drawer);
    for (const phase of ['open', 'turn', 'film'] as const)
      best[phase] = Math.min(best[phase], figures[phase]);
    if (Object.values(best).every((ms) => ms < LONG_MS)) break;
  }
  for (const [phase, ms] of Object.entries(best)) expect(ms, phase).toBeLessThan(LONG_MS);
}
