/**
 * Measures the project on a GPU: attention alone, the default run of the demo pack, the rasterizer, FaceLift's networks at
 * their own size, and the same in PyTorch. In a browser and in Node. README.md explains the parts. Prints tables, and
 * writes report.json and report.md. The exit code is 1 if the GPU computed something wrong.
 *
 *     npm run bench:gpu -- [--software] [--only attention,demo,…] [--limit seconds] [--host browser|node|both] [--out DIR]
 *                          [--features checked|subgroups|plain|single] [--turns 3] [--python PATH]
 *     npm run bench:gpu -- --short          at most nine minutes: one turn, one host (the browser, or --host node)
 *     npm run bench:gpu -- --build DIR      only builds the page, as a folder that needs no Node
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundleForNode, bundles } from '../rasterizer/prepare.mjs';
import { Browsers } from './browser.mjs';
import { buildPage } from './build.mjs';
import { watchGpuMemory } from './gpu-memory.mjs';
import { runCli, runInNode, runProgram } from './node-host.mjs';
import { reportText } from './table.mjs';

const started = performance.now();
// Programs that it has started end with it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
const { values } = parseArgs({
  options: {
    software: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    only: { type: 'string' },
    limit: { type: 'string' },
    host: { type: 'string' },
    out: { type: 'string', default: 'bench-gpu' },
    features: { type: 'string', default: 'checked' },
    turns: { type: 'string' },
    python: { type: 'string' },
    build: { type: 'string' },
  },
});
if (values.build !== undefined) {
  await buildPage(values.build);
  console.log(`The page is in ${values.build}.`);
  process.exit(0);
}

/** Parts, pieces and limits, as src knows them. */
const { PARTS, OTHER_LIMITS_S, SHORT_S } = await import(
  await bundleForNode(path.join(import.meta.dirname, 'parts/index.ts'), 'gpu-parts.mjs')
);
const { software, short, features } = values;
const only = values.only?.split(',');
const names = [...PARTS.map(({ name }) => name), 'pytorch'];
const unknown = only?.filter((name) => !names.includes(name)) ?? [];
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. The parts are ${names.join(', ')}.`);
  process.exit(2);
}
const host = values.host ?? (short ? 'browser' : 'both');
if (short && host === 'both') {
  console.error('With --short only one host is measured: --host browser or --host node.');
  process.exit(2);
}
const turns = Number(values.turns ?? (software || short ? 1 : 3));
const limitS = Number(values.limit ?? (short ? SHORT_S : 840));
const end = started + 1000 * limitS;
const out = path.resolve(values.out);
mkdirSync(out, { recursive: true });
const gpuMemory = watchGpuMemory();
const report = {
  software,
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  gpu: await gpuMemory.name,
  hosts: {},
  rows: [],
  problems: [],
};

/** Runs a step within its time limit and the time that is left. A step that fails is noted, and stops nothing else. */
async function step(host, part, piece, limitS, work) {
  const start = performance.now();
  const name = [host, part, piece].filter(Boolean).join(', ');
  const limitMs = Math.min(1000 * limitS, end - start - 15_000);
  let result = { rows: [], problems: [] };
  gpuMemory.reset();
  try {
    if (limitMs < 5_000) throw new Error('not measured: no time was left');
    result = await work(Math.round(limitMs));
  } catch (error) {
    result.problems = [error.message.split('\n')[0]];
  }
  const memory = gpuMemory.peakMb() === null ? {} : { nvidiaSmiMb: gpuMemory.peakMb() };
  report.rows.push(...result.rows.map((row) => ({ host, part, ...row, ...memory })));
  report.problems.push(...result.problems.map((problem) => `${name}: ${problem}`));
  if (result.engine) report.hosts[host] = { ...report.hosts[host], engine: result.engine };
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.error(`${name}: ${result.rows.length} rows, ${seconds} s ${result.problems.join('; ')}`);
  writeFileSync(path.join(out, 'report.json'), `${JSON.stringify(report, null, 1)}\n`);
  return result;
}

const wanted = (part) => !only || only.includes(part);

/** Seconds for a piece of a part. */
function limitOf(part, piece) {
  if (software) return part.softwareLimitS;
  return short ? part.shortLimitsS[part.pieces.indexOf(piece)] : part.limitS;
}
const parts = PARTS.filter(({ name }) => wanted(name));

async function inBrowser() {
  const host = 'browser';
  const folder = path.join(bundles, 'gpu-page');
  await buildPage(folder);
  const browsers = new Browsers(folder);
  await browsers.listen();
  const { adapter } = OTHER_LIMITS_S;
  const seconds = short ? adapter.short : adapter.usual;
  const found = await step(host, 'adapter', '', seconds, async () => ({
    rows: [],
    problems: [],
    probe: await browsers.findGpu(software),
  }));
  report.hosts[host] = { flags: browsers.flagsName, adapter: found.probe };
  if (!found.probe) return browsers.server.close();
  // On a software GPU the self-check takes half a minute. In one profile, its result is kept.
  const shared = software ? browsers.profile() : undefined;
  for (const part of parts) {
    const run = (piece, options, profile = shared) =>
      step(host, part.name, piece, limitOf(part, piece), (limitMs) =>
        browsers.run(part.name, { piece, software, features, limitMs, ...options }, profile),
      );
    if (part.name === 'demo') await demoInTurns(browsers, part, run);
    else if (part.name === 'agreement') await agreementIn(browsers, part);
    else for (const piece of part.pieces) await run(piece);
  }
  if (shared) rmSync(shared, { recursive: true, force: true, maxRetries: 3 });
  browsers.server.close();
}

const files = {};

/** A run on a software GPU takes minutes, so there is only one. */
const onlyOnce = (backend) => software && backend === 'webgpu';

/** Both backends in turns. Each turn has a fresh profile, and a second visit in the same profile. */
async function demoInTurns(browsers, part, run) {
  for (let turn = 0; turn < turns; turn++)
    for (const backend of part.pieces) {
      const profile = browsers.profile();
      await step('browser', 'demo', backend, limitOf(part, backend), (limitMs) => {
        const options = {
          piece: backend,
          software,
          limitMs,
          ...(onlyOnce(backend) && { visits: ['cold'] }),
        };
        return browsers.visit({ profile, limitMs: limitMs + 10_000 }, async (page) => {
          const call = ([options]) => globalThis.bench.run('demo', options);
          const result = await page.evaluate(call, [options]);
          files[backend] ??= await page.evaluate((b) => globalThis.bench.files(b), backend);
          return result;
        });
      });
      if (!onlyOnce(backend)) await run(backend, { visits: ['second visit'] }, profile);
      rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    }
}

/** Gives the page the files of the runs that were measured. */
async function agreementIn(browsers, part) {
  await step('browser', part.name, '', limitOf(part, 'files'), async (limitMs) => {
    if (!files.webgpu?.['gaussians.ply'] || !files.wasm?.['gaussians.ply'])
      throw new Error('not measured: the demo pack did not run on both backends');
    return browsers.visit({ limitMs: limitMs + 10_000 }, async (page) => {
      const keep = ([backend, made]) => globalThis.bench.keep(backend, made);
      for (const entry of Object.entries(files)) await page.evaluate(keep, entry);
      const compare = (options) => globalThis.bench.run('agreement', options);
      return page.evaluate(compare, { limitMs, software });
    });
  });
}

async function inNode() {
  const host = 'node';
  const bundle = await bundleForNode(path.join(import.meta.dirname, 'node.ts'), 'gpu-node.mjs');
  const run = (part, piece, limitS, more) =>
    step(host, part, piece, limitS, (limitMs) =>
      runInNode(bundle, { part, piece, software, features, limitMs, ...more }),
    );
  const { engine } = await run('probe', '', 30);
  if (!engine) return;
  report.hosts[host] = { adapter: engine };
  const temporary = mkdtempSync(path.join(tmpdir(), 'bench-gpu-'));
  const folders = {};
  for (const part of parts) {
    if (part.name === 'demo')
      for (let turn = 0; turn < turns; turn++)
        for (const [piece, backend] of [
          ['webgpu', software ? 'webgpu-any' : 'webgpu'],
          ['wasm', 'cpu'],
        ])
          await step(host, 'demo', piece, limitOf(part, piece), async (limitMs) => {
            const made = await runCli(backend, path.join(temporary, `${piece}${turn}`), limitMs);
            folders[piece] ??= made.folder;
            return { rows: [made.row], problems: [] };
          });
    else if (part.name === 'agreement') {
      if (folders.webgpu && folders.wasm)
        await run(part.name, '', limitOf(part, 'files'), { folders });
      else report.problems.push('node, agreement: not measured: the demo pack did not run on both');
    } else for (const piece of part.pieces) await run(part.name, piece, limitOf(part, piece));
  }
  rmSync(temporary, { recursive: true, force: true });
}

async function inPytorch() {
  const { pytorch } = OTHER_LIMITS_S;
  const seconds = short ? pytorch.short : pytorch.usual;
  await step('PyTorch', 'pytorch', '', seconds, async (limitMs) => {
    const result = { rows: [], problems: [] };
    const onLine = (line) => {
      if (!line.startsWith('{')) return;
      const message = JSON.parse(line);
      if (message.problem) result.problems.push(message.problem);
      else result.rows.push(message);
    };
    const args = ['-W', 'ignore', 'bench/gpu/pytorch.py', ...(software ? ['--tiny'] : [])];
    const problem = await runProgram(values.python ?? 'python3', args, { limitMs, onLine });
    if (problem) result.problems.push(`not measured: ${problem}`);
    return result;
  });
}

if (parts.length > 0 && host !== 'node') await inBrowser();
if (parts.length > 0 && host !== 'browser') await inNode();
if (wanted('pytorch')) await inPytorch();
gpuMemory.stop();
const text = reportText(report);
writeFileSync(path.join(out, 'report.md'), text);
console.log(text);
process.exit(report.rows.some(({ wrong }) => wrong) ? 1 : 0);
