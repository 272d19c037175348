/**
 * Prints the expected time of every network on three GPUs, and the memory that the plan of a run forecasts, as the markdown
 * tables of docs/gpu.md. Nothing is measured.
 *
 *     node bench/expected/run.mjs
 *
 * With --check it measures this machine's rates and the demo pack's networks, and prints the error of the model:
 *
 *     node bench/expected/run.mjs --check wasm|webgpu
 *
 * `wasm` uses one thread. `webgpu` uses Dawn. The variable VK_DRIVER_FILES chooses a software driver:
 * /usr/lib/chromium/vk_swiftshader_icd.json, or Mesa's lvp_icd.json (Mesa 24 or newer).
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleForNode } from '../rasterizer/prepare.mjs';

const name = process.argv.includes('--check') ? 'check' : 'report';
const file = await bundleForNode(
  path.join(import.meta.dirname, `${name}.ts`),
  `expected-${name}.mjs`,
);
await import(pathToFileURL(file).href);
