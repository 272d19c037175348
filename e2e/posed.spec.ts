import type { Page } from '@playwright/test';
import { readPly } from '../src/core/ply/index.ts';
import { sphereCameras } from '../src/test/photos/spheres.ts';
import { chromium } from './browsers.ts';
import { dropFromDisk, writeToDisk } from './import-support.ts';
import { camerasJson, sampleFiles, sampleViews } from './made-sample.ts';
import { download, dropFiles, waitForEnd, waitWhileProgressing, NO_LIMIT } from './support.ts';
import { expect as expectSoon, test } from './test.ts';

test.use(chromium('webgl'));
test.setTimeout(0); // No time limit: `waitForEnd` fails when there is no progress.

const expect = expectSoon.configure({ timeout: 60_000 });

const CAMERAS = sphereCameras(128);

const open = (page: Page, more = '') => page.goto(`./?lang=en&backend=wasm${more}`);
const tiles = (page: Page) => page.getByRole('region', { name: 'Posed views' }).getByRole('button');
const part = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const table = (page: Page) => page.getByRole('table');

test('a folder: tiles, figures, wipe, errors, cameras and files', async ({ page }, info) => {
  const folder = writeToDisk(info.outputPath('sample_000000'), sampleFiles(128));
  await open(page);
  await dropFromDisk(page, folder);
  await waitForEnd(page);

  await expect(tiles(page)).toHaveCount(6);
  await expect(tiles(page).first()).toHaveAccessibleName(
    /^View 1, cam_0\.png: focal length 137 pixels, 2\.\d+ units from the mouse$/,
  );

  // A tile opens the comparison of its view.
  await tiles(page).nth(2).click();
  await expect(page.getByText('View 3 of 6: cam_2.png')).toBeVisible();
  const mean = await table(page).locator('tfoot td').allInnerTexts();
  const rows = await table(page).locator('tbody tr').allInnerTexts();
  expect(rows).toHaveLength(6);
  const [psnr, inMask, , iou] = mean.map(Number);
  // The demo model rebuilds spheres well enough. Measured: 24 dB and more.
  expect(psnr).toBeGreaterThan(18);
  expect(inMask).toBeGreaterThan(8);
  expect(iou).toBeGreaterThan(0.7);

  // Keys move the border between the two pictures, and a click moves it to the pointer.
  const slider = page.getByRole('slider', { name: /^Border between/ });
  const right = page.locator('.wipe-right');
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', '0% real, the rest is the splat');
  expect(await right.evaluate((each) => getComputedStyle(each).clipPath)).toMatch(
    /0px 0%\)$|^inset\(0/,
  );
  const box = (await slider.boundingBox())!;
  await slider.click({ position: { x: 0.75 * box.width, y: 0.5 * box.height } });
  await expect(slider).toHaveValue('75');
  expect(await right.evaluate((each) => getComputedStyle(each).clipPath)).toContain('75%');
  for (const name of ['View 3: the real picture', 'View 3: the splat'])
    await expect(page.getByRole('img', { name })).toBeVisible();

  await part(page, 'Errors').click();
  await expect(page.getByRole('img', { name: 'Errors of view 3' })).toBeVisible();
  await part(page, 'Next view').click();
  await expect(page.getByRole('img', { name: 'Errors of view 4' })).toBeVisible();

  // The drawing of the rig turns with keys, and a camera in it can be chosen.
  await part(page, 'Cameras').click();
  const rig = page.getByRole('img', { name: /^The cameras around the mouse/ });
  const place = () => rig.locator('[data-view="0"] text').getAttribute('x');
  const before = await place();
  await rig.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(place).not.toBe(before);
  await rig.locator('[data-view="5"] circle').click();
  await expect(tiles(page).nth(5)).toHaveAttribute('aria-pressed', 'true');
  const missed = await table(page).locator('tbody tr td:nth-child(5)').allInnerTexts();
  expect(missed.map(Number).every((value) => value < 3)).toBe(true);

  // What each stage loses. The last row is the splat with the cameras of the file, as in the comparison.
  await page.getByText('Where it loses').click();
  const left = page.getByRole('table', { name: 'What is left after each stage' });
  const cells = await left.locator('tbody td').allInnerTexts();
  expect(cells.length).toBeGreaterThanOrEqual(6);
  expect(cells.slice(-3, -1)).toEqual([mean[1], mean[3]]);
  const shares = cells.filter((text) => text.endsWith('%')).map(parseFloat);
  expect(Math.abs(shares.reduce((sum, share) => sum + share) - 100)).toBeLessThan(2);
  await expect(
    page.getByText(/^(All silhouettes fit together|Silhouettes that fit the other views: \d+ %)/),
  ).toBeVisible();

  await part(page, '3D splat').click();
  const ply = await download(page, 'gaussians.ply');
  expect(readPly(new Uint8Array(ply)).count).toBeGreaterThan(500);
  const placement = JSON.parse((await download(page, 'placement.json')).toString());
  expect(placement).toMatchObject({ placement: 'subject', splat: 'model' });
  const run = JSON.parse((await download(page, 'run.json')).toString());
  expect(run).toMatchObject({ cameras: 'opencv_cameras.json', pairedBy: 'order' });
  expect(run.settings).not.toHaveProperty('seed');
  expect(run.stageMs.compare).toBeGreaterThan(0);
  await expect(page.getByRole('button', { name: 'New seed' })).toHaveCount(0);
});

test('loose files with a camera too few: a sentence names the file, and nothing is fetched', async ({
  page,
}) => {
  const fetched: string[] = [];
  page.on('request', (request) => {
    // A HEAD request asks only for the size.
    const fetches = request.method() !== 'HEAD' && /\.(safetensors|wasm)$/.test(request.url());
    if (fetches) fetched.push(request.url());
  });
  await open(page);
  const files = Object.fromEntries(
    Object.entries(sampleFiles(128, CAMERAS.slice(1)))
      .filter(([name]) => !name.startsWith('masks/'))
      .map(([name, bytes]) => [name.replace('images/', ''), bytes]),
  );
  await dropFiles(page, files);
  const alert = page.getByRole('alert');
  await waitWhileProgressing(
    page,
    expect(alert).toHaveAttribute('data-code', 'views-unpaired', NO_LIMIT),
  );
  await expect(alert).toContainText(
    'The pictures do not fit the cameras in opencv_cameras.json: 6 pictures, 5 cameras.',
  );
  expect(fetched).toEqual([]);

  // The same files with all cameras run.
  const whole = { ...files, 'opencv_cameras.json': camerasJson(CAMERAS) };
  await dropFiles(page, whole);
  const tile = tiles(page).first();
  await waitWhileProgressing(page, expect(tile).toBeVisible(NO_LIMIT));
  await expect(alert).toHaveCount(0);
  await page.getByRole('button', { name: 'Cancel' }).click();
});

test('a calibration of larger pictures that states no size: the page proposes one, and asks', async ({
  page,
}) => {
  const frames = CAMERAS.map(({ w2c, fx, fy, cx, cy }) => ({
    ...{ fx: 2 * fx, fy: 2 * fy, cx: 2 * cx, cy: 2 * cy, w2c: [...w2c] },
  }));
  const views = sampleViews(128);
  await open(page);
  await dropFiles(page, {
    ...Object.fromEntries(CAMERAS.map((_, i) => [`orig${i}.png`, views[`images/cam_${i}.png`]])),
    ...Object.fromEntries(CAMERAS.map((_, i) => [`mask${i}.png`, views[`masks/cam_${i}.png`]])),
    'cameras.json': Buffer.from(JSON.stringify({ frames })),
  });
  const alert = page.getByRole('alert');
  await waitWhileProgressing(
    page,
    expect(alert).toHaveAttribute('data-code', 'calibration-size', NO_LIMIT),
  );
  await expect(alert).toContainText('do not fit pictures of 128 × 128 pixels');

  // Another size can be typed. One of other proportions cannot be used.
  const use = alert.getByRole('button', { name: 'Use this size' });
  await alert.getByLabel('Width').fill('300');
  await alert.getByLabel('Height').fill('200');
  await expect(use).toBeDisabled();
  await expect(alert).toContainText('With a width of 300, the height is 300.');
  await alert.getByLabel('Height').fill('300');
  await expect(alert).toContainText('at 43% of the width');
  await expect(use).toBeEnabled();

  await alert.getByRole('button', { name: 'Calibrated for 256 × 256' }).click();
  await waitForEnd(page);
  await expect(alert).toHaveCount(0);
  await expect(tiles(page).first()).toHaveAccessibleName(/2\.\d+ units from the mouse$/);
  const run = JSON.parse((await download(page, 'run.json')).toString());
  expect(run.cameraSize).toEqual({ width: 256, height: 256 });
});
