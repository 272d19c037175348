/**
 * Measures milliseconds to write a PLY in memory, to read it, and to copy its bytes. Prints medians of several rounds in
 * one process. In each round the jobs run one after the other, so that other load on the machine slows all of them.
 *
 *     node --expose-gc bench/ply.mjs [--count 1572866] [--rounds 9]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vite';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1572866' },
    rounds: { type: 'string', default: '9' },
  },
});
const root = path.resolve(import.meta.dirname, '..');

/** Bundles a TypeScript module with Vite and imports the bundle. */
async function load(entry) {
  const { output } = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { ssr: entry, target: 'node20', write: false },
  });
  const file = path.join(root, 'node_modules/.cache/bench/ply.mjs');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, output[0].code);
  return import(pathToFileURL(file).href);
}

const { readPly, writePly, writePlyChunks } = await load('src/core/ply/index.ts');
const count = Number(values.count);

/** A cloud of arbitrary numbers in −1…1: the time does not depend on the values. `degree`: degree of the SH. */
function arbitraryCloud(degree) {
  const array = (n) => Float32Array.from({ length: n }, (_, i) => ((i * 7919) % 1009) / 505 - 1);
  const cloud = {
    count,
    xyz: array(3 * count),
    shDc: array(3 * count),
    opacityLogit: array(count),
    logScale: array(3 * count),
    rotation: array(4 * count),
  };
  if (degree > 0) cloud.sh = { degree, rest: array(3 * ((degree + 1) ** 2 - 1) * count) };
  return cloud;
}

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];

function timeOf(job) {
  globalThis.gc?.();
  const start = performance.now();
  job();
  return performance.now() - start;
}

/** Writes a PLY in chunks. Returns the number of bytes. */
function writeInChunks(cloud, variant) {
  let bytes = 0;
  for (const chunk of writePlyChunks(cloud, variant)) bytes += chunk.length;
  return bytes;
}

console.log('| format | MB | copy (ms) | write | in chunks | read | write ÷ copy | read ÷ copy |');
console.log('|---|---|---|---|---|---|---|---|');
for (const [name, variant, degree] of [
  ['standard', 'standard', 0],
  ['FaceLift', 'facelift', 0],
  ['standard, degree 3', 'standard', 3],
]) {
  const cloud = arbitraryCloud(degree);
  const file = writePly(cloud, variant);
  const jobs = {
    copy: () => file.slice(),
    write: () => writePly(cloud, variant),
    chunks: () => writeInChunks(cloud, variant),
    read: () => readPly(file),
  };
  const times = { copy: [], write: [], chunks: [], read: [] };
  for (let round = -2; round < Number(values.rounds); round++)
    for (const [job, run] of Object.entries(jobs)) {
      const ms = timeOf(run);
      if (round >= 0) times[job].push(ms);
    }
  const [copy, write, chunks, read] = Object.values(times).map(median);
  const numbers = [copy, write, chunks, read].map((ms) => ms.toFixed(0));
  const ratios = [write, read].map((ms) => (ms / copy).toFixed(2));
  console.log(`| ${[name, (file.length / 1e6).toFixed(0), ...numbers, ...ratios].join(' | ')} |`);
}
