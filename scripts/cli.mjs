#!/usr/bin/env node
// npm run cli: runs the command line. Bundles it first if a source file is newer than the bundle.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { assertNode, newest } from './prepare.mjs';
import { isQuietChild, opensGpu, runQuietly } from './quiet.mjs';

const root = path.resolve(import.meta.dirname, '..');
// The bundle is in node_modules, because it imports npm packages from there. `npm ci` removes bundle and packages.
const bundle = path.join(root, 'node_modules/.cache/cli/main.mjs');
const sources = ['cli', 'package-lock.json', 'package.json', 'scripts/cli.mjs', 'shaders', 'src'];

/** Bundles cli/main.ts into one file. npm packages are not part of the bundle. */
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
  // The file is first written under another name, so that no other process reads an incomplete file.
  mkdirSync(path.dirname(bundle), { recursive: true });
  const temporary = `${bundle}.${process.pid}`;
  writeFileSync(temporary, output[0].code);
  renameSync(temporary, bundle);
}

assertNode();
try {
  await ensureBundled();
} catch (error) {
  console.error(`mouse-facelift: the source files cannot be bundled.\n${error.message}`);
  process.exit(1);
}
const words = process.argv.slice(2);
if (!isQuietChild() && opensGpu(words)) process.exitCode = await runQuietly(words);
else {
  const { main } = await import(pathToFileURL(bundle).href);
  process.exitCode = (await main(words, root)) || process.exitCode;
}
