/**
 * Repeats the default run on software WebGPU, each time in a fresh profile, to find out whether a run ever stops making
 * progress. A run counts as stopped in two cases (scripts/watch.mjs): the page reports no progress while Chromium uses
 * `--budget` processor seconds, or Chromium uses almost no processor time for a minute.
 *
 *     npm run build && node bench/standstill.mjs [--runs 20] [--busy 0] [--photo …] [--dist dist] [--budget 300]
 *
 * `--busy n` runs n other busy processes at the same time. `--gc ms` forces a garbage collection in the pipeline's worker
 * every `ms` milliseconds.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { findChromium, NOTHING_AHEAD, QUIET, WEBGL, WEBGPU } from '../scripts/chromium.mjs';
import { serveFolder } from '../scripts/serve.mjs';
import { progressOf, watch } from '../scripts/watch.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    busy: { type: 'string', default: '0' },
    budget: { type: 'string', default: '300' },
    gc: { type: 'string' },
    photo: { type: 'string', default: 'public/samples/arena-rearing.jpg' },
    dist: { type: 'string', default: 'dist' },
  },
});
const FLAGS = [...QUIET, ...WEBGL, ...WEBGPU];

/** Waits until a run ends or stops making progress. */
async function waitForEnd(page) {
  const startMs = Date.now();
  const poll = async () => {
    const { state, sign } = await progressOf(page);
    return { sign, ended: /^(done|error)$/.test(state) };
  };
  const limit = { workSeconds: Number(values.budget) };
  const end = await watch(page, poll, limit).catch((error) => ({ state: error.message }));
  const { state } = end.state ? end : await progressOf(page);
  const alert = state === 'error' ? await page.getByRole('alert').textContent() : '';
  return { ...end, state: alert || state, seconds: (Date.now() - startMs) / 1000 };
}

/** One run in a fresh profile. */
async function visit(url) {
  const browser = await chromium.launch({
    executablePath: findChromium() ?? undefined,
    args: values.gc ? [...FLAGS, '--js-flags=--expose-gc'] : FLAGS,
    ignoreDefaultArgs: ['--enable-unsafe-swiftshader'],
  });
  try {
    const page = await browser.newPage({ serviceWorkers: 'block' });
    await page.addInitScript(NOTHING_AHEAD);
    if (values.gc) {
      const collect = `setInterval(() => globalThis.gc({ type: 'major', execution: 'async' }), ${values.gc});`;
      await page.route('**/pipeline.worker*.js', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: collect + (await response.text()) });
      });
    }
    await page.goto(`${url}?backend=webgpu&lang=en`);
    await page.getByLabel('Mouse photo').setInputFiles(values.photo);
    return await waitForEnd(page);
  } finally {
    await browser.close();
  }
}

const server = createServer(serveFolder(path.resolve(values.dist)));
await new Promise((resolve) => server.listen(0, resolve));
const busy = Array.from({ length: Number(values.busy) }, () =>
  spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
);
const ends = [];
try {
  console.log(`${availableParallelism()} cores, ${busy.length} other busy processes`);
  for (let run = 1; run <= Number(values.runs); run++) {
    const end = await visit(`http://localhost:${server.address().port}/`);
    ends.push(end);
    const { seconds, work, longest, state } = end;
    const times = work
      ? `, ${work.toFixed(0)} s of processor time; longest gap without progress ${longest.work.toFixed(0)} s (${longest.sign})`
      : '';
    console.log(`${String(run).padStart(3)} ${state}: ${seconds.toFixed(0)} s${times}`);
  }
} finally {
  for (const child of busy) child.kill('SIGKILL');
  server.close();
}
const done = ends.filter(({ state }) => state === 'done').length;
console.log(`${done} of ${ends.length} done`);
process.exitCode = done === ends.length ? 0 : 1;
