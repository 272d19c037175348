#!/usr/bin/env node
// Measures a pack on held-out mice, with the pipeline of the app and onnxruntime:
//   python -m evaluate.heldout --pack ../mouse-demo --out DIR && node evaluate/evaluate.mjs --mice DIR
import { importBundled, root } from './bundle.mjs';

const { main } = await importBundled('main.ts');
await main(process.argv.slice(2), root);
