// Bundles the fuzzer with counted parsers, and turns the counters into coverage.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { instrument } from './instrument.mjs';

const root = path.resolve(import.meta.dirname, '../..');

/** Bundles `worker.ts`. Resolves with the path of the bundle and the counters of each file of src. */
export async function bundle() {
  const { plugin, files } = instrument(root);
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [plugin],
    build: {
      ssr: 'bench/fuzz/worker.ts',
      target: 'node20',
      write: false,
      rolldownOptions: { output: { codeSplitting: false }, checks: { pluginTimings: false } },
    },
  });
  // The bundle is in node_modules, because it imports npm packages from there.
  const file = path.join(root, `node_modules/.cache/bench/fuzz-${process.pid}.mjs`);
  process.on('exit', () => rmSync(file, { force: true }));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, result.output[0].code);
  return { file, files };
}

/** Lines and branches of the parsers that ran. A line counts if one of its counters ran. */
export function coverage(parsers, files, reached) {
  const missed = [];
  let [lines, covered, branches, taken] = [0, 0, 0, 0];
  for (const parser of parsers) {
    const { start, lines: lineOf } = files[parser];
    const all = new Map();
    lineOf.forEach((line, i) => {
      const ran = reached[start + i] !== 0;
      branches += 1;
      taken += ran ? 1 : 0;
      all.set(line, all.get(line) || ran);
    });
    lines += all.size;
    for (const [line, ran] of all)
      if (ran) covered += 1;
      else missed.push(`${parser}:${line}`);
  }
  return { lines: (100 * covered) / lines, branches: (100 * taken) / branches, missed };
}
