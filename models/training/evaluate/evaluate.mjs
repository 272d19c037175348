#!/usr/bin/env node
// Measures a pack's files through the app's own pipeline and onnxruntime:
//   python -m evaluate.heldout --pack ../mouse-demo --out DIR && node evaluate/evaluate.mjs --mice DIR
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '../../..');
const { output } = await build({
  root,
  configFile: false,
  logLevel: 'error',
  build: {
    ssr: path.join(import.meta.dirname, 'main.ts'),
    target: 'node20',
    write: false,
    rolldownOptions: { output: { codeSplitting: false }, checks: { pluginTimings: false } },
  },
});
// Beside the packages, which it imports.
const bundle = path.join(root, `node_modules/.cache/evaluate/${process.pid}.mjs`);
mkdirSync(path.dirname(bundle), { recursive: true });
writeFileSync(bundle, output[0].code);
const { main } = await import(pathToFileURL(bundle).href);
await main(process.argv.slice(2), root);
