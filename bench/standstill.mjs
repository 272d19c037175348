/**
 * The default run on software WebGPU, many times in a row, each in a fresh profile: does one ever stand still?
 * It does when the page reports nothing new while Chromium works for `--budget` processor seconds. Next to no work
 * for a minute counts, too.
 *
 *     npm run build && node bench/standstill.mjs [--runs 20] [--busy 0] [--photo …] [--dist dist] [--budget 600]
 *
 * `--busy n` keeps n processes busy beside it. `--gc ms` forces a collection in the pipeline's worker that often.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/chromium.mjs';
import { serveFolder } from '../scripts/serve.mjs';

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
const IDLE_SECONDS = 60;
/** Of a core; a page that stands still goes on with its animations. */
const IDLE_SHARE = 0.03;
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
];

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Seconds of processor time that all of Chromium has used. */
async function processorSeconds(session) {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** What the page tells of the run. */
async function report(page) {
  const { state, stage, part } = await page.locator('body').evaluate((body) => ({
    ...body.querySelector('[role=status][data-state]').dataset,
    part: body.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow'),
  }));
  return { state, told: `${state} ${stage} ${part}` };
}

/** Follows a run to its end, or to the standstill. */
async function follow(page, session) {
  const start = Date.now();
  const first = await processorSeconds(session);
  let last = { told: '', at: start, work: first };
  const longest = { seconds: 0, work: 0, where: '' };
  let mark = { at: start, work: first };
  for (;;) {
    const { state, told } = await report(page);
    const work = await processorSeconds(session);
    const now = Date.now();
    const [seconds, gap] = [(now - last.at) / 1000, work - last.work];
    if (gap > longest.work) Object.assign(longest, { seconds, work: gap, where: last.told });
    if (told !== last.told) last = { told, at: now, work };
    const span = (now - mark.at) / 1000;
    const idle = span > IDLE_SECONDS && work - mark.work < IDLE_SHARE * span;
    if (span > IDLE_SECONDS) mark = { at: now, work };
    const end = { seconds: (now - start) / 1000, work: work - first, longest };
    if (state === 'done') return { ...end, state };
    if (state === 'error') return { ...end, state: await page.getByRole('alert').textContent() };
    if (gap > Number(values.budget) || idle) return { ...end, state: `stuck at ${told}` };
    await sleep(500);
  }
}

async function visit(url) {
  const browser = await chromium.launch({
    executablePath: findChromium() ?? undefined,
    args: values.gc ? [...FLAGS, '--js-flags=--expose-gc'] : FLAGS,
    ignoreDefaultArgs: ['--enable-unsafe-swiftshader'],
  });
  try {
    const page = await browser.newPage();
    if (values.gc) {
      const collect = `setInterval(() => globalThis.gc({ type: 'major', execution: 'async' }), ${values.gc});`;
      await page.route('**/pipeline.worker*.js', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: collect + (await response.text()) });
      });
    }
    await page.goto(`${url}?backend=webgpu&lang=en`);
    await page.getByLabel('Mouse photo').setInputFiles(values.photo);
    return await follow(page, await browser.newBrowserCDPSession());
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
  console.log(`${availableParallelism()} cores, ${busy.length} busy processes beside Chromium`);
  for (let run = 1; run <= Number(values.runs); run++) {
    const end = await visit(`http://localhost:${server.address().port}/`);
    ends.push(end);
    const { seconds, work, longest, state } = end;
    console.log(
      `${String(run).padStart(3)} ${state}: ${seconds.toFixed(0)} s, ${work.toFixed(0)} s of processor time; ` +
        `longest without news ${longest.seconds.toFixed(0)} s, ${longest.work.toFixed(0)} s (${longest.where})`,
    );
  }
} finally {
  for (const child of busy) child.kill('SIGKILL');
  server.close();
}
const done = ends.filter(({ state }) => state === 'done').length;
console.log(`${done} of ${ends.length} done`);
process.exitCode = done === ends.length ? 0 : 1;
