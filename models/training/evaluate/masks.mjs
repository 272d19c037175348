#!/usr/bin/env node
// Measures only the masks, on photos whose alpha channel is the true mask:
//   python -m evaluate.large_photos --out DIR && node evaluate/masks.mjs --photos DIR [--pack DIR] [--each]
import { importBundled, root } from './bundle.mjs';

const { main } = await importBundled('masks.ts');
await main(process.argv.slice(2), root);
