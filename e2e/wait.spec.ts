import { writePly } from '../src/core/ply/index.ts';
import { randomCloud } from '../src/test/random-clouds.ts';
import { chromium } from './browsers.ts';
import { controlled, Site } from './offline-site.ts';
import { drop, dropFiles, samplePhoto, waitForEnd } from './support.ts';
import { expect as expectSoon, test } from './test.ts';

// A server compresses onnxruntime's file at its first request, which takes seconds on a busy machine.
const expect = expectSoon.configure({ timeout: 60_000 });

test.use(chromium('noGraphics'));

const WEIGHTS = /\.safetensors$/;

test.describe('a page that fetches ahead', () => {
  test.use({ fetchesAhead: true, serviceWorkers: 'allow' });

  test('fetches once what a run needs, and a run takes over what has arrived', async ({ page }) => {
    test.setTimeout(0); // No time limit: `waitForEnd` fails when there is no progress.
    const site = await Site.open();
    try {
      await page.goto(`${site.url}?lang=en&backend=wasm&steps=1`);
      const line = page.locator('.ahead-line');
      await expect(line).toContainText('Fetching the models ahead');
      // A file has arrived, and another one is on its way.
      const weights = () => site.asked.filter(({ path }) => WEIGHTS.test(path));
      await expect.poll(() => weights().some(({ broken }) => broken === false)).toBe(true);
      await drop(page, samplePhoto());
      await waitForEnd(page);
      await controlled(page);
      // Only the request that the run breaks off may come again, for it may have brought nothing yet.
      const again = weights().filter(({ range, broken }) => !range && broken);
      expect(again.length).toBeLessThanOrEqual(1);
      const whole = site.asked
        .filter(({ range, broken }) => !range && !broken)
        .map(({ path }) => path);
      for (const path of new Set(
        whole.filter((name) => WEIGHTS.test(name) || /\.wasm$/.test(name)),
      ))
        expect(
          whole.filter((name) => name === path),
          path,
        ).toHaveLength(1);
      await expect(line).toContainText('A run takes');
      await expect(line).toContainText('Everything is here');
    } finally {
      await site.close();
    }
  });

  test('stops when the person says so, and remembers it', async ({ page, context }) => {
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    const limits = { offline: false, latency: 0, downloadThroughput: 2e6, uploadThroughput: 2e6 };
    await cdp.send('Network.emulateNetworkConditions', limits);
    await page.goto('./?lang=en&backend=wasm');
    const line = page.locator('.ahead-line');
    await line.getByRole('button', { name: 'Stop' }).click();
    await expect(line).toContainText(/A first run fetches \d+\.\d MB/);
    await page.reload();
    await expect(line).toContainText('A first run fetches');
    await page.waitForTimeout(3000);
    await expect(line).not.toContainText('Fetching');
    await line.getByRole('button', { name: 'Fetch now' }).click();
    await expect(line).toContainText('Fetching the models ahead');
  });
});

test('says what a first run fetches, and fetches nothing on a metered connection', async ({
  page,
}) => {
  await page.addInitScript(() => {
    localStorage.removeItem('fetch-ahead');
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
  });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto('./?lang=en&backend=wasm');
  await expect(page.locator('.ahead-line')).toContainText(/A first run fetches [56]\d\.\d MB/);
  await page.waitForTimeout(3000);
  expect(asked.filter((url) => WEIGHTS.test(url))).toEqual([]);
});

test('a part of the page that the server no longer has is said, with a way out', async ({
  page,
}) => {
  await page.route(/player-dialog-.*\.js$/, (route) =>
    route.fulfill({ status: 404, body: 'Not found.' }),
  );
  await page.goto('./?lang=en&backend=wasm');
  // The player of sequences is a script of its own.
  const ply = Buffer.from(writePly(randomCloud(5, { count: 50 }), 'standard'));
  await dropFiles(page, { 'a1.ply': ply, 'a2.ply': ply });
  const notice = page.locator('[data-code="page-stale"]');
  await expect(notice).toContainText('A part of this page could not be loaded');
  await notice.getByRole('button', { name: 'Reload' }).click();
  await expect(notice).toHaveCount(0);
});
