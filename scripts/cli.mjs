#!/usr/bin/env node
// npm run cli: bundles the command line if its sources are newer than the bundle, then runs it.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { assertNode, newest } from './prepare.mjs';

const root = path.resolve(import.meta.dirname, '..');
// In node_modules, because the bundle imports packages from there. `npm ci` removes it together with them.
const bundle = path.join(root, 'node_modules/.cache/cli/main.mjs');
const sources = ['cli', 'package-lock.json', 'package.json', 'scripts/cli.mjs', 'shaders', 'src'];

/** Bundles cli/main.ts into one file, without the packages. */
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
  // Written under another name first, so that processes that start at the same time never read an incomplete file.
  mkdirSync(path.dirname(bundle), { recursive: true });
  const temporary = `${bundle}.${process.pid}`;
  writeFileSync(temporary, output[0].code);
  renameSync(temporary, bundle);
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
