import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { chromium } from './browsers.ts';
import { cachesOf, controlled, Site } from './offline-site.ts';
import { download, drop, NO_LIMIT, samplePhoto, waitForEnd, waitForState } from './support.ts';
import { expect, test } from './test.ts';

test.use({ ...chromium('noGraphics'), serviceWorkers: 'allow' });

/** Opens a site for one test. */
const at = async (site: Promise<Site>, work: (site: Site) => Promise<void>) => {
  const opened = await site;
  try {
    await work(opened);
  } finally {
    await opened.close();
  }
};

test('after one visit with a run, the page makes another splat without server and network', ({
  page,
  context,
}) =>
  at(Site.open(), async (site) => {
    test.setTimeout(0); // No time limit: `waitForEnd` fails when there is no progress.
    await page.goto(`${site.url}?lang=en&backend=wasm&steps=1`);
    await controlled(page);
    await drop(page, samplePhoto());
    await waitForEnd(page);
    await expect
      .poll(() =>
        page.evaluate(async () => {
          const cache = await caches.open('mouse-facelift runtime');
          return (await cache.keys()).map(({ url }) => /[\w-]+\.wasm$/.exec(url)?.[0]);
        }),
      )
      .toEqual([expect.stringMatching(/^ort-wasm-simd-threaded-/)]);

    await site.close();
    await context.setOffline(true);
    await page.reload();
    await expect(page.locator('.ahead-line')).toContainText('works without a connection');
    await expect(page.locator('.ahead-line')).toContainText('A run takes');
    // If the run was not kept yet, the page goes on with it. So the sample is for a new visit.
    await page.goto(`${site.url}?lang=en&backend=wasm&steps=1`);
    const samples = page.getByRole('group', { name: 'Or try one of these' });
    const pictures = samples.locator('img');
    await expect(pictures.first()).toBeVisible();
    for (const picture of await pictures.all())
      expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(192);
    await samples.getByRole('button', { name: 'Patched mouse' }).click();
    await waitForEnd(page);
    const ply = await download(page, 'gaussians.ply');
    expect(ply.subarray(0, 3).toString()).toBe('ply');
    expect(ply.length).toBeGreaterThan(50_000);
    const { backend } = JSON.parse((await download(page, 'run.json')).toString());
    expect(backend.name).toBe('wasm');
  }));

test('on a host without headers, in a folder, the second visit computes on several threads', ({
  page,
}) =>
  at(Site.open({}, '/mouse/'), async (site) => {
    const badge = page.locator('[data-backend]');
    await page.goto(`${site.url}?lang=en&backend=wasm`);
    await controlled(page);
    await expect(badge).toContainText('1 thread');
    await badge.click();
    await expect(badge).toContainText('Reload the page once');
    await page.reload();
    const threads = await page.evaluate(() => Math.min(4, navigator.hardwareConcurrency));
    await expect(badge).toContainText(`${threads} threads`);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await badge.click();
    await expect(badge).not.toContainText('Reload the page once');
  }));

test('a new version asks, and two tabs of different versions do not break each other', ({
  page,
  context,
}) =>
  at(Site.open(), async (site) => {
    const [first] = [page, await context.newPage()];
    const second = context.pages()[1];
    for (const tab of [first, second]) {
      await tab.goto(`${site.url}?lang=en&backend=wasm`);
      await controlled(tab);
    }
    site.release('<meta name="version" content="2">', 'player-dialog');
    const askForNews = () =>
      first.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
    await askForNews();
    const notice = (tab: typeof page) => tab.locator('[data-code="page-update"]');
    for (const tab of [first, second])
      await expect(notice(tab)).toContainText('A new version is available');
    expect(await first.locator('meta[name=version]').count()).toBe(0);

    await notice(first).getByRole('button', { name: 'Reload' }).click();
    await expect(first.locator('meta[name=version]')).toHaveCount(1);
    // The other tab is not reloaded. What only its version has is still there.
    await expect(notice(second)).toContainText('Another tab uses a new version');
    expect(await second.locator('meta[name=version]').count()).toBe(0);
    const [gone] = site.gone;
    expect(gone).toMatch(/^assets\/player-dialog-/);
    const status = (tab: typeof page) =>
      tab.evaluate(async (name) => (await fetch(name, { cache: 'no-store' })).status, gone);
    expect(await status(second)).toBe(200);
    expect(await cachesOf(first, 'mouse-facelift page')).toHaveLength(2);

    await second.close();
    await first.reload();
    await expect.poll(() => cachesOf(first, 'mouse-facelift page')).toHaveLength(1);
    expect(await status(first)).toBe(404);
  }));

test('the browser offers to install the page', ({ page }) =>
  at(Site.open(), async (site) => {
    await page.goto(`${site.url}?lang=en&backend=wasm`);
    await controlled(page);
    const devtools = await page.context().newCDPSession(page);
    const { errors, data } = await devtools.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const { icons } = JSON.parse(data ?? '') as { icons: { sizes: string; purpose?: string }[] };
    expect(icons.map(({ sizes, purpose }) => [sizes, purpose])).toEqual(
      expect.arrayContaining([
        ['192x192', undefined],
        ['512x512', undefined],
        ['512x512', 'maskable'],
      ]),
    );
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
    // The page of a test is incognito. That is the only reason.
    expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
  }));

test('photos that other programs share or open with the page run as if they were dropped', ({
  page,
}) =>
  at(Site.open(), async (site) => {
    await page.addInitScript(() =>
      Object.defineProperty(window, 'launchQueue', {
        value: {
          setConsumer: (consume: unknown) => Object.assign(window, { consume }),
        },
      }),
    );
    await page.goto(`${site.url}?lang=en&backend=wasm`);
    await controlled(page);
    // Another program is a page of another origin here.
    const other = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(
        `<form method="post" enctype="multipart/form-data" action="${site.url}share"><input type="file" name="files"><button>Share</button></form>`,
      );
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    const bytes = readFileSync(samplePhoto());
    await page
      .locator('input')
      .setInputFiles({ name: '쥐 1.jpg', mimeType: 'image/jpeg', buffer: bytes });
    await page.getByRole('button', { name: 'Share' }).click();
    await waitForState(page, /loading|running/);
    other.close();
    expect(page.url()).toBe(site.url);
    expect(await cachesOf(page, 'mouse-facelift shared')).toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await waitForState(page, 'cancelled');

    await page.evaluate(() => {
      const { consume } = window as unknown as Window & { consume(launch: object): void };
      const file = new File(['no mouse'], 'notes.txt');
      consume({ files: [{ getFile: async () => file }] });
    });
    await expect(page.locator('.alert')).toContainText('notes.txt', NO_LIMIT);
  }));
