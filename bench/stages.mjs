/**
 * Measures seconds per stage of the default run in Chromium on WASM. Measures the first run, which creates every session,
 * and a second run with a new seed. Prints medians of several visits. If PYTHON names an interpreter with PyTorch, also
 * measures the same weights in PyTorch. Also measures peak memory, and the bytes that a first visit fetches.
 *
 *     npm run build && node bench/stages.mjs [--runs 3] [--photo public/samples/arena-rearing.jpg]
 */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { findChromium, NOTHING_AHEAD } from '../scripts/chromium.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    photo: { type: 'string', default: 'public/samples/arena-rearing.jpg' },
  },
});
const PORT = 4193;
const URL = `http://localhost:${PORT}/`;

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const seconds = (ms) => (ms === undefined ? '–' : (ms / 1000).toFixed(2));

/** Largest peak resident set of Chromium's renderer processes, in MiB. Undefined on systems other than Linux. */
function peakRendererMib() {
  try {
    const tree = spawnSync('pgrep', ['-f', 'type=renderer'], { encoding: 'utf8' }).stdout;
    const peaks = tree
      .trim()
      .split('\n')
      .map((id) => readFileSync(`/proc/${id}/status`, 'utf8'))
      .map((status) => Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    return Math.round(Math.max(...peaks));
  } catch {
    return undefined;
  }
}

/** The run.json of the finished run. */
async function readRunJson(page) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('region', { name: 'Downloads' }).getByText('run.json', { exact: true }).click(),
  ]);
  return JSON.parse(readFileSync(await download.path(), 'utf8'));
}

/** A first visit in a fresh profile: one run of the photo, and a second run with a new seed. */
async function visit() {
  const browser = await chromium.launch({
    executablePath: findChromium() ?? undefined,
    args: [
      '--no-sandbox',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
    ],
  });
  const page = await browser.newPage({ serviceWorkers: 'block' });
  await page.addInitScript(NOTHING_AHEAD);
  const bytes = { script: 0, wasm: 0, weights: 0, other: 0 };
  const context = page.context();
  context.on('response', async (response) => {
    const file = new globalThis.URL(response.url()).pathname;
    const length = Number(await response.headerValue('content-length'));
    const kind =
      file.endsWith('.js') || file.endsWith('.mjs')
        ? 'script'
        : file.endsWith('.wasm')
          ? 'wasm'
          : file.endsWith('.safetensors')
            ? 'weights'
            : 'other';
    bytes[kind] += length;
  });
  await page.goto(`${URL}?backend=wasm&lang=en`);
  await page.getByLabel('Mouse photo').setInputFiles(values.photo);
  await page.locator('[data-state="done"]').waitFor({ timeout: 600_000 });
  const run = await readRunJson(page);
  await page.getByRole('button', { name: 'New seed' }).click();
  await page.locator('[data-state="running"]').waitFor();
  await page.locator('[data-state="done"]').waitFor({ timeout: 600_000 });
  const again = await readRunJson(page);
  const memory = peakRendererMib();
  await browser.close();
  return { run, again, bytes, memory };
}

/** Gzipped bytes of the scripts in index.html. The browser runs these before it loads the worker and onnxruntime. */
function firstScriptGzip() {
  const html = readFileSync('dist/index.html', 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map((m) => m[1]);
  return files.reduce(
    (sum, file) => sum + gzipSync(readFileSync(path.join('dist', file))).length,
    0,
  );
}

/** Milliseconds per stage in PyTorch. Empty if PYTHON is not set. */
function pytorch() {
  if (!process.env.PYTHON) return {};
  const out = spawnSync(
    process.env.PYTHON,
    ['-W', 'ignore', 'bench/pytorch.py', 'models/mouse-demo', values.photo, '--threads', '2'],
    { encoding: 'utf8', env: { ...process.env, PYTHONPATH: 'models/training' } },
  );
  if (out.status !== 0) throw new Error(out.stderr);
  return JSON.parse(out.stdout.trim().split('\n').at(-1));
}

const server = spawn(process.execPath, ['scripts/start.mjs'], {
  env: { ...process.env, PORT: String(PORT) },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  await new Promise((resolve) => {
    server.stdout.on('data', (data) => String(data).includes('http://') && resolve());
  });
  const visits = [];
  for (let i = 0; i < Number(values.runs); i++) visits.push(await visit());
  const torch = pytorch();
  const stages = Object.keys(visits[0].run.stageMs);
  console.log(`| stage | first run (s) | new seed (s) | PyTorch, CPU (s) |\n|---|---|---|---|`);
  for (const stage of stages) {
    const ms = median(visits.map(({ run }) => run.stageMs[stage]));
    const warm = median(visits.map(({ again }) => again.stageMs[stage]));
    console.log(
      `| ${stage} | ${seconds(ms)} | ${seconds(warm || undefined)} | ${seconds(torch[stage])} |`,
    );
  }
  const total = (run) => Object.values(run.stageMs).reduce((a, b) => a + b, 0);
  const medianTotal = (which) => seconds(median(visits.map((visit) => total(visit[which]))));
  console.log(`| **whole run** | **${medianTotal('run')}** | **${medianTotal('again')}** | |`);
  const { bytes } = visits[0];
  const mib = (n) => `${(n / 2 ** 20).toFixed(1)} MiB`;
  console.log(`
threads ${visits[0].run.backend?.threads ?? '?'}, medians of ${visits.length}
peak memory of the page's process: ${median(visits.map((v) => v.memory ?? 0))} MiB
first visit: page script ${(firstScriptGzip() / 1000).toFixed(0)} kB gzipped; weights ${mib(bytes.weights)}, onnxruntime ${mib(bytes.wasm)}, all scripts ${mib(bytes.script)}
dist: ${readdirSync('dist/assets').length} assets`);
} finally {
  server.kill();
}
