import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveFolder } from '../scripts/serve.mjs';
import { chromium } from './browsers.ts';
import { download, drop, samplePhoto, waitForEnd } from './support.ts';
import { expect, test } from './test.ts';

const { launchOptions } = chromium('plain');
const args = [...launchOptions.args, '--host-resolver-rules=MAP mouse.lab 127.0.0.1'];
test.use({ launchOptions: { ...launchOptions, args } });

test('on a host without headers, in a folder, the page runs on one thread', async ({ page }) => {
  test.setTimeout(0); // No time limit: `waitForEnd` fails when there is no progress.
  const serve = serveFolder('dist', { headers: {} });
  const server = createServer((request, response) => {
    const inFolder = /^\/mouse(\/.*)$/.exec(request.url ?? '');
    request.url = inFolder ? inFolder[1] : '/none';
    void serve(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://localhost:${port}/mouse/?lang=en&backend=wasm&steps=1`);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await drop(page, samplePhoto());
    await waitForEnd(page);
    const { backend } = JSON.parse((await download(page, 'run.json')).toString());
    expect(backend).toMatchObject({ name: 'wasm', threads: 1 });
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test('under a plain http name the page opens, and a server that was not given the name refuses it', async ({
  page,
}) => {
  const open = async (hosts: string[]) => {
    const server = createServer(serveFolder('dist', { hosts }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { server, url: `http://mouse.lab:${port}/` };
  };
  const [named, unnamed] = [await open(['mouse.lab']), await open([])];
  try {
    expect((await page.goto(unnamed.url))?.status()).toBe(421);
    await page.goto(`${named.url}?lang=en`);
    expect(await page.evaluate(() => [isSecureContext, crossOriginIsolated])).toEqual([
      false,
      false,
    ]);
    await expect(page.locator('[data-backend]')).toHaveAttribute('data-backend', 'wasm');
  } finally {
    for (const { server } of [named, unnamed]) {
      server.close();
      server.closeAllConnections();
    }
  }
});
