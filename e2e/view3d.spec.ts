import type { Page } from '@playwright/test';
import { writePly } from '../src/core/ply/index.ts';
import { randomCloud } from '../src/test/random-clouds.ts';
import { DRAWERS, type Drawer } from '../src/worker/view3d/protocol.ts';
import { answerOf } from './answer.ts';
import { chromium } from './browsers.ts';
import type { Compared } from './pages/view3d.ts';
import { drop, dropBytes, samplePhoto, waitForEnd } from './support.ts';
import { expect as expectSoon, test } from './test.ts';

test.use({ ...chromium('webgl'), contextOptions: { reducedMotion: 'reduce' } });
test.setTimeout(0); // Each step has a time limit of its own.

// On a busy machine, a picture takes seconds.
const expect = expectSoon.configure({ timeout: 60_000 });

const viewer = (page: Page) => page.getByRole('region', { name: '3D viewer' });
const canvas = (page: Page) => viewer(page).locator('canvas');
const tool = (page: Page, name: string) => viewer(page).getByRole('button', { name, exact: true });

/** Waits until the camera rests and the picture is sharp. */
const rest = async (page: Page) => {
  // The next frame begins the movement.
  await page.evaluate(
    () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))),
  );
  await expect(canvas(page)).toHaveAttribute('data-picture', 'sharp');
};

/** Where the splat is on the canvas: its box in parts of the canvas, from the left and from the top. */
const splatBox = (page: Page) =>
  canvas(page).evaluate((shown: HTMLCanvasElement) => {
    const [w, h] = [160, 120];
    const copy = new OffscreenCanvas(w, h).getContext('2d')!;
    copy.drawImage(shown, 0, 0, w, h);
    const { data } = copy.getImageData(0, 0, w, h);
    const box = { left: 1, top: 1, right: 0, bottom: 0 };
    for (let p = 0; p < w * h; p++) {
      if (data[4 * p + 3] < 200) continue; // The ring is fainter than that.
      const [x, y] = [(p % w) / w, Math.floor(p / w) / h];
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
    }
    return box;
  });

/** Wide and low, in the corner of its world: a PLY of this program is not moved to the middle. */
const cloud = randomCloud(11, {
  count: 600,
  position: (random) => [0.3 * random() + 0.2, 0.3 * random() - 0.1, 0.1 * random() + 0.1],
  logScale: () => [-4, -4, -4],
  logit: () => 6,
});

for (const drawer of DRAWERS)
  test(`drag, keys and buttons turn, move and frame the splat (${drawer})`, ({ page }) =>
    handle(page, drawer));

async function handle(page: Page, drawer: Drawer) {
  await page.goto(`?lang=en&backend=wasm&drawer=${drawer}`);
  await dropBytes(page, Buffer.from(writePly(cloud)), 'a.ply');
  await rest(page);
  await expect(canvas(page)).toHaveAttribute('data-drawer', drawer);
  const first = await splatBox(page);
  expect(first.right - first.left).toBeLessThan(0.4);

  await tool(page, 'Show all of it').click();
  await rest(page);
  const framed = await splatBox(page);
  const size = Math.max(framed.right - framed.left, framed.bottom - framed.top);
  expect(size).toBeGreaterThan(0.7);
  expect(framed.left + framed.right).toBeCloseTo(1, 1);
  for (const inside of [framed.left, framed.top, 1 - framed.right, 1 - framed.bottom])
    expect(inside).toBeGreaterThan(0);

  const { x, y, width, height } = (await canvas(page).boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down({ button: 'right' });
  await page.mouse.move(x + width / 2 + 0.1 * width, y + height / 2, { steps: 3 });
  await page.mouse.up({ button: 'right' });
  await rest(page);
  const panned = await splatBox(page);
  expect(panned.left - framed.left).toBeCloseTo(0.1, 1);

  await canvas(page).focus();
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Shift+ArrowUp');
  await rest(page);
  expect((await splatBox(page)).top).toBeLessThan(panned.top - 0.05);
  await page.keyboard.press('f');
  await rest(page);
  expect((await splatBox(page)).top).toBeCloseTo(framed.top, 1);

  await tool(page, 'Show points').click();
  await expect(tool(page, 'Show points')).toHaveAttribute('aria-pressed', 'true');
  await tool(page, 'Background').click();
  await tool(page, 'Black').click();
  await expect(viewer(page).locator('.viewer-host')).toHaveCSS('background-color', 'rgb(0, 0, 0)');
  await tool(page, 'Full screen').click();
  await expect(tool(page, 'Full screen')).toHaveAttribute('aria-pressed', 'true');
  await tool(page, 'Full screen').click();
  await expect(tool(page, 'Full screen')).toHaveAttribute('aria-pressed', 'false');

  await page.reload();
  await dropBytes(page, Buffer.from(writePly(cloud)), 'a.ply');
  await expect(viewer(page).locator('.viewer-host')).toHaveAttribute('data-backdrop', 'black');
}

test('what draws is fast: where WebGL is software, it is not used', async ({ page }) => {
  await page.goto('?lang=en&backend=wasm');
  await dropBytes(page, Buffer.from(writePly(cloud)), 'a.ply');
  await expect(canvas(page)).toHaveAttribute('data-drawer', 'software');
  const webgl = await page.evaluate(() => Boolean(new OffscreenCanvas(1, 1).getContext('webgl2')));
  expect(webgl).toBe(true);
});

test('a view is flown to, and its picture coincides with the splat', async ({ page }) => {
  await page.goto('?lang=en&backend=wasm&steps=1');
  await drop(page, samplePhoto());
  await waitForEnd(page);
  await page.getByRole('img', { name: 'View 1', exact: true }).click();
  await expect(viewer(page)).toHaveAttribute('data-view', '1');
  await expect(viewer(page)).toHaveAttribute('data-arrived', 'true');
  const wipe = viewer(page).getByRole('slider', { name: 'Picture over the splat' });
  await wipe.fill('0');
  // How well the two cover each other (IoU) if the picture is moved by some pixels.
  const overlaps = () =>
    viewer(page).evaluate((region) => {
      const size = 128;
      const darkOf = (draw: (to: OffscreenCanvasRenderingContext2D) => void) => {
        const copy = new OffscreenCanvas(size, size).getContext('2d')!;
        copy.fillStyle = '#fff';
        copy.fillRect(0, 0, size, size);
        draw(copy);
        const { data } = copy.getImageData(0, 0, size, size);
        return Array.from({ length: size * size }, (_, p) => data[4 * p + 1] < 150);
      };
      const shown = region.querySelector('canvas')!;
      const side = Math.min(shown.width, shown.height);
      const [left, top] = [(shown.width - side) / 2, (shown.height - side) / 2];
      const splat = darkOf((to) => to.drawImage(shown, left, top, side, side, 0, 0, size, size));
      const picture = region.querySelector<HTMLImageElement>('.view-wipe img')!;
      const photo = darkOf((to) => to.drawImage(picture, 0, 0, size, size));
      const overlap = (dx: number, dy: number) => {
        const moved = photo.map((_, p) => photo[p + dx + size * dy] ?? false);
        const either = splat.filter((dark, p) => dark || moved[p]).length;
        return splat.filter((dark, p) => dark && moved[p]).length / either;
      };
      const steps = [-8, -4, 0, 4, 8];
      return steps.flatMap((dx) => steps.map((dy) => ({ dx, dy, overlap: overlap(dx, dy) })));
    });
  const best = async () => (await overlaps()).reduce((a, b) => (b.overlap > a.overlap ? b : a));
  // The browser shows a picture a little after it has been drawn.
  await expect.poll(best).toMatchObject({ dx: 0, dy: 0 });
  expect((await best()).overlap).toBeGreaterThan(0.7);

  // The button of each view does the same by keyboard, and Escape leaves the view.
  await page.getByRole('button', { name: 'See the splat as view 4' }).press('Enter');
  await expect(viewer(page)).toHaveAttribute('data-view', '4');
  await expect(viewer(page)).toHaveAttribute('data-arrived', 'true');
  await wipe.press('Escape');
  await expect(viewer(page)).not.toHaveAttribute('data-view', /./);
  await expect(wipe).toHaveCount(0);
});

test('pictures equal those of the rasterizer', async ({ page }) => {
  await page.goto(`http://localhost:${process.env.DEV_PORT}/e2e/pages/view3d.html`);
  const results = await answerOf<Record<string, Compared>>(page, 'compared');
  // Alphas and colours are added in 8 bits, so the results cannot be exact.
  expect(results.plain.covered).toBeGreaterThan(44);
  expect(results.directional.covered).toBeGreaterThan(37);
  // The same rasterizer, but the bytes have straight alpha.
  expect(results.software.covered).toBeGreaterThan(46);
});
