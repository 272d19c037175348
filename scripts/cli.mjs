#!/usr/bin/env node
// npm run cli: bundles the command line where its sources are newer than the bundle, then runs it.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { assertNode, newest } from './prepare.mjs';

const root = path.resolve(import.meta.dirname, '..');
// Beside the packages, which it imports; npm ci takes it away together with them.
const bundle = path.join(root, 'node_modules/.cache/cli/main.mjs');
const sources = ['cli', 'package-lock.json', 'package.json', 'scripts/cli.mjs', 'shaders', 'src'];

/** One file; packages stay outside. */
async function ensureBundled() {
  const changed = Math.max(...sources.map((name) => newest(path.join(root, name))));
  if (newest(bundle) > changed) return;
  const { build } = await import('vite');
  const { output } = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: 'cli/main.ts',
      target: 'node20',
      write: false,
      rolldownOptions: { output: { codeSplitting: false }, checks: { pluginTimings: false } },
    },
  });
  // Renamed into place: shards that start together never see half a file.
  mkdirSync(path.dirname(bundle), { recursive: true });
  const whole = `${bundle}.${process.pid}`;
  writeFileSync(whole, output[0].code);
  renameSync(whole, bundle);
}

assertNode();
try {
  await ensureBundled();
} catch (error) {
  console.error(`mouse-facelift: its sources cannot be bundled.\n${error.message}`);
  process.exit(1);
}
const { main } = await import(pathToFileURL(bundle).href);
process.exitCode = await main(process.argv.slice(2), root);
