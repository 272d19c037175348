/**
 * Measures peak memory of the page's process while a session with 640 MiB of weights is created on software WebGPU.
 * Measures in turns without and with references to the stream readers (docs/known-issues.md).
 *
 *     node bench/large-pack/run.mjs [--runs 3]
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { findChromium, QUIET, WEBGPU } from '../../scripts/chromium.mjs';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '3' } } });
const LIMIT_MS = 240_000;

const read = (id, file) => {
  try {
    return readFileSync(`/proc/${id}/${file}`, 'utf8');
  } catch {
    return ''; // The process has ended.
  }
};

/** Largest peak resident set of Chromium's renderer processes, in MiB. */
const peakMib = () =>
  Math.max(
    ...readdirSync('/proc')
      .filter((id) => /^\d+$/.test(id) && read(id, 'cmdline').includes('--type=renderer'))
      .filter((id) => read(id, 'cmdline').includes('large-pack-bench'))
      .map((id) => Number(/VmHWM:\s+(\d+)/.exec(read(id, 'status'))?.[1] ?? 0) / 1024),
  );

/** Creates the session in a fresh browser. */
async function visit(url) {
  const browser = await chromium.launch({
    executablePath: findChromium() ?? undefined,
    args: [...QUIET, ...WEBGPU, '--user-agent=large-pack-bench'],
  });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.goto(url);
    await page.waitForFunction(() => 'written' in globalThis, null, { timeout: LIMIT_MS });
    const before = peakMib();
    const made = await page
      .waitForFunction(() => 'made' in globalThis, null, { timeout: LIMIT_MS })
      .then(() => true)
      .catch(() => false);
    return { made, before, peak: peakMib() };
  } finally {
    await browser.close();
  }
}

const server = await createServer({ logLevel: 'error', server: { port: 0 } });
await server.listen();
const { port } = server.httpServer.address();
const page = path.posix.join(path.relative(process.cwd(), import.meta.dirname), 'page.html');
for (let run = 0; run < Number(values.runs); run++)
  for (const query of ['', '?keep-readers']) {
    const { made, before, peak } = await visit(`http://localhost:${port}/${page}${query}`);
    const mode = query ? 'with references   ' : 'without references';
    const end = made ? 'created' : 'never created';
    console.log(
      `${mode} ${end}: ${before.toFixed(0)} MiB before, ${peak.toFixed(0)} MiB at the peak`,
    );
  }
await server.close();
