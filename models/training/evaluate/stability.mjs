#!/usr/bin/env node
// Measures how much the splat changes if the painted views change a little:
//   node evaluate/stability.mjs [photo …] [--pack DIR] [--tries 3]
import { importBundled, root } from './bundle.mjs';

const { main } = await importBundled('stability.ts');
await main(process.argv.slice(2), root);
