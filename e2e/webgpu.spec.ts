import { expect, test, type Page } from '@playwright/test';
import { chromium } from './browsers.ts';
import { checkOutputs, download, drop, finish, samplePhoto } from './support.ts';

test.use(chromium('webgpu'));

const backend = (page: Page) => page.locator('[data-backend]');

/** `backend` in the run.json of the finished run. */
const backendOfRun = async (page: Page) =>
  JSON.parse((await download(page, 'run.json')).toString()).backend;

test('the whole pipeline runs on software WebGPU with one step', async ({ page }) => {
  test.setTimeout(0); // `finish` ends the test when nothing goes on.
  await page.goto('./?lang=en&backend=webgpu&steps=1');
  await drop(page, samplePhoto());
  await finish(page);
  await expect(backend(page)).toHaveAttribute('data-backend', 'webgpu');
  await checkOutputs(page);
  expect(await backendOfRun(page)).toMatchObject({
    name: 'webgpu',
    rasterizer: 'webgpu',
    check: { features: 'plain', findings: { subgroups: { right: false }, plain: { right: true } } },
  });
  await backend(page).locator('summary').click();
  await expect(backend(page)).toContainText('Some features of this GPU are not used');
});

test('a GPU that computes wrong even without its optional features is not used, and the page says so', async ({
  page,
}) => {
  test.setTimeout(0);
  // Makes attention too large by a fifth, as a broken driver might. The code runs with onnxruntime's own script, after
  // the app has created its first device. Therefore it changes `prototype`, for all later devices.
  const broken = `
    const make = GPUDevice.prototype.createShaderModule;
    GPUDevice.prototype.createShaderModule = function (descriptor) {
      const code = descriptor.code.replaceAll('= o_tile[idx];', '= 1.2 * o_tile[idx];');
      return make.call(this, { ...descriptor, code });
    };`;
  await page.route('**/ort-wasm-simd-threaded.jspi*.mjs', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: broken + (await response.text()) });
  });
  await page.goto('./?lang=en&backend=webgpu&steps=1');
  await expect(backend(page)).toHaveAttribute('data-backend', 'webgpu');
  await drop(page, samplePhoto());
  await finish(page);
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
  await backend(page).locator('summary').click();
  await expect(backend(page)).toContainText('This GPU failed a self-check');
  await expect(backend(page)).toContainText(/error in the self-check was \d+(\.\d+)? %/);
});

test('a software adapter is not used unless the address asks for it', async ({ page }) => {
  await page.goto('./?lang=en');
  await expect(backend(page)).toHaveAttribute('data-backend', 'wasm');
});
