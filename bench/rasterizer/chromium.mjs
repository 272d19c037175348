/**
 * Compares viewers in Chromium on SwiftShader (WebGPU and WebGL), or with --gpu on the machine's GPU. Measures the
 * milliseconds from a new view to the finished pixels in the CPU's memory. These include the viewer's sort. Every viewer
 * has its own page in the same browser. The viewers draw in turns.
 *
 *     node bench/rasterizer/chromium.mjs [--frames 5] [--counts 98304,…] [--size 512] [--pictures dir] [--gpu]
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import sharp from 'sharp';
import { findChromium } from '../../scripts/chromium.mjs';
import {
  bundleOurs,
  bundles,
  cache,
  COUNTS,
  installPeers,
  makeClouds,
  median,
} from './prepare.mjs';

const VIEWERS = [
  'ours-wgsl',
  'ours-typescript',
  'playcanvas',
  'playcanvas-as-it-comes',
  'gaussian-splats-3d',
  'spark',
];
const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '5' },
    counts: { type: 'string', default: COUNTS.join() },
    size: { type: 'string', default: '512' },
    viewers: { type: 'string', default: VIEWERS.join() },
    pictures: { type: 'string' },
    gpu: { type: 'boolean', default: false },
  },
});
const SOFTWARE = [
  '--use-webgpu-adapter=swiftshader',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];
const FLAGS = ['--no-sandbox', '--enable-unsafe-webgpu', '--disable-quic', '--no-first-run'];
const TYPES = { '.mjs': 'text/javascript', '.js': 'text/javascript', '.wasm': 'application/wasm' };
const IMPORTS = {
  three: '/node_modules/three/build/three.module.js',
  'three/addons/': '/node_modules/three/examples/jsm/',
  playcanvas: '/node_modules/playcanvas/build/playcanvas.mjs',
  '@sparkjsdev/spark': '/node_modules/@sparkjsdev/spark/dist/spark.module.js',
  '@mkkellogg/gaussian-splats-3d':
    '/node_modules/@mkkellogg/gaussian-splats-3d/build/gaussian-splats-3d.module.js',
};
const HTML = `<!doctype html><title>bench</title><body>
<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script type="module" src="/page/main.mjs"></script>`;

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/') return response.setHeader('content-type', 'text/html').end(HTML);
  const folders = { '/page': import.meta.dirname, '/ours': bundles };
  const base = folders[pathname.slice(0, 5)] ?? cache;
  const file = path.join(base, path.normalize(pathname));
  try {
    const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
    return response.setHeader('content-type', type).end(readFileSync(file));
  } catch {
    return response.writeHead(404).end();
  }
});

const pixelsOf = async (url) =>
  sharp(Buffer.from(url.split(',')[1], 'base64'))
    .removeAlpha()
    .raw()
    .toBuffer();

function psnr(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return 10 * Math.log10((255 ** 2 * a.length) / sum);
}

/** Measures all viewers on one cloud, in turns, and prints a row for each viewer. */
async function measure(browser, origin, count) {
  const viewers = [];
  for (const name of values.viewers.split(',')) {
    const page = await browser.newPage();
    page.setDefaultTimeout(600_000);
    page.on('pageerror', (error) => console.error(`${name}: ${error.message}`));
    await page.goto(`${origin}/?viewer=${name}&size=${values.size}&ply=/mouse-${count}.ply`);
    await page.waitForFunction(() => 'bench' in globalThis);
    viewers.push({ name, page, ms: [], sortMs: [] });
  }
  const runs = count > 1e6 ? Math.min(3, Number(values.frames)) : Number(values.frames);
  for (let run = -1; run < runs; run++)
    for (const viewer of viewers) {
      const azimuth = 300 + 37 * (run + 1);
      const took = await viewer.page
        .evaluate((azimuth) => globalThis.bench.frame(azimuth), azimuth)
        .catch((error) => void console.error(`${viewer.name}: ${error.message.split('\n')[0]}`));
      if (!took || run < 0) continue;
      viewer.ms.push(took.ms);
      viewer.sortMs.push(took.sortMs);
    }
  let reference;
  for (const { name, page, ms, sortMs } of viewers) {
    if (ms.length === 0) {
      console.log(`| ${count} | ${name} | did not draw | | | |`);
      continue;
    }
    const url = await page.evaluate(() => globalThis.bench.picture());
    const pixels = await pixelsOf(url);
    reference ??= pixels;
    if (values.pictures) {
      const file = path.join(values.pictures, `${name}-${count}.png`);
      writeFileSync(file, Buffer.from(url.split(',')[1], 'base64'));
    }
    const similarity = pixels === reference ? '' : `${psnr(pixels, reference).toFixed(0)} dB`;
    const time = median(ms);
    const cells = [
      time.toFixed(0),
      (1000 / time).toFixed(1),
      median(sortMs).toFixed(0),
      similarity,
    ];
    console.log(`| ${count} | ${name} | ${cells.join(' | ')} |`);
  }
  for (const { page } of viewers) await page.close();
}

const peers = installPeers();
makeClouds(await bundleOurs());
if (values.pictures) mkdirSync(values.pictures, { recursive: true });
await new Promise((resolve) => server.listen(0, 'localhost', resolve));
const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: [...FLAGS, ...(values.gpu ? [] : SOFTWARE)],
});
try {
  console.log(`Chromium ${browser.version()}, ${peers.join(', ')}`);
  console.log(`
| Gaussians | viewer, ${values.size}² | ms (with sort) | frames/s | ms (sort) | PSNR |
|---|---|---|---|---|---|`);
  const origin = `http://localhost:${server.address().port}`;
  for (const count of values.counts.split(',').map(Number)) await measure(browser, origin, count);
} finally {
  await browser.close();
  server.close();
}
