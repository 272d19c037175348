import type { Page } from '@playwright/test';
import { chromium } from './browsers.ts';
import { controlled, Site } from './offline-site.ts';
import { checkOutputs, download, drop, samplePhoto, waitForEnd } from './support.ts';
import { expect, test } from './test.ts';

test.use(chromium('webgpu'));

/** A server, a worker, and 50 MB. */
const SOON = { timeout: 240_000 };

const backend = (page: Page) => page.locator('[data-backend]');

/** `backend` in the run.json of the finished run. */
const backendOfRun = async (page: Page) =>
  JSON.parse((await download(page, 'run.json')).toString()).backend;

/** Serves the script with these statements before its own. */
const putBefore = (page: Page, url: string, statements: string) =>
  page.route(url, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: statements + (await response.text()) });
  });

/** Takes JavaScript Promise Integration from the pipeline's worker, so that it loads the asyncify build as Safari does. */
const withoutPromiseIntegration = (page: Page) =>
  putBefore(page, '**/pipeline.worker*.js', 'delete WebAssembly.Suspending;\n');

test.describe('after a visit that fetched ahead', () => {
  test.use({ serviceWorkers: 'allow', fetchesAhead: true });

  test('the whole pipeline runs on software WebGPU without server and network, with one denoising step', async ({
    page,
    context,
  }) => {
    test.setTimeout(0); // No time limit: `waitForEnd` fails when there is no progress.
    const site = await Site.open();
    const address = `${site.url}?lang=en&backend=webgpu&steps=1`;
    try {
      await page.goto(address);
      await controlled(page);
      const ahead = page.locator('.ahead-line');
      const fetchNow = ahead.getByRole('button', { name: 'Fetch now' });
      const isAllHere = ahead.getByText('Everything is here.');
      // On a busy machine the browser takes the connection for a slow one, and the page fetches nothing by itself.
      await expect(fetchNow.or(isAllHere)).toBeVisible(SOON);
      if (await fetchNow.isVisible()) await fetchNow.click();
      await expect(isAllHere).toBeVisible(SOON);
    } finally {
      await site.close();
    }
    await context.setOffline(true);
    await page.goto(address);
    await drop(page, samplePhoto());
    await waitForEnd(page);
    await expect(backend(page)).toHaveAttribute('data-backend', 'webgpu');
    await checkOutputs(page);
    expect(await backendOfRun(page)).toMatchObject({
      name: 'webgpu',
      rasterizer: 'webgpu',
      check: {
        features: 'plain',
        findings: { subgroups: { right: false }, plain: { right: true } },
      },
    });
    await backend(page).getByRole('button').click();
    await expect(backend(page)).toContainText('Some features of this GPU are not used');
  });
});

test('a GPU that computes wrong without its optional features too is not used, and the page shows the reason', async ({
  page,
}) => {
  test.setTimeout(0); // No time limit: `waitForEnd` fails when there is no progress.
  await withoutPromiseIntegration(page);
  // This code makes the output of attention too large by a fifth, as a broken driver might. The code runs when
  // onnxruntime's script is loaded. By then the app has created its first device. The code changes `prototype`, so it
  // affects all devices that are created later.
  const broken = `
    const make = GPUDevice.prototype.createShaderModule;
    GPUDevice.prototype.createShaderModule = function (descriptor) {
      const code = descriptor.code.replaceAll('= o_tile[idx];', '= 1.2 * o_tile[idx];');
      return make.call(this, { ...descriptor, code });
    };`;
  await putBefore(page, '**/ort-wasm-simd-threaded.asyncify*.mjs', broken);
  await page.goto('./?lang=en&backend=webgpu&steps=1');
  await expect(backend(page)).toHaveAttribute('data-backend', 'webgpu');
  await drop(page, samplePhoto());
  await waitForEnd(page);
  await expect(backend(page)).toHaveAttribute('data-backend', 'wasm');
  await checkOutputs(page);
  const { name, reason, rasterizer, check } = await backendOfRun(page);
  expect({ name, reason, rasterizer }).toEqual({
    name: 'wasm',
    reason: 'wrong-adapter',
    rasterizer: 'cpu',
  });
  expect(check.features).toBeNull();
  expect(check.findings.plain.error).toBeGreaterThan(0.02);
  await backend(page).getByRole('button').click();
  await expect(backend(page)).toContainText('This GPU failed a self-check');
  await expect(backend(page)).toContainText(/error in the self-check was \d+(\.\d+)?%/);
});

test('a software adapter is not used unless the address asks for it', async ({ page }) => {
  await page.goto('./?lang=en');
  await expect(backend(page)).toHaveAttribute('data-backend', 'wasm');
});
