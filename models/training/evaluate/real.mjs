#!/usr/bin/env node
// Measures a pack on real photos of mice, which are not in this repository:
//   node evaluate/real.mjs --photos DIR --sheet sheet.png
import { importBundled, root } from './bundle.mjs';

const { main } = await importBundled('real/real.ts');
await main(process.argv.slice(2), root);
