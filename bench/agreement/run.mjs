/**
 * What onnxruntime's WebGPU makes of every recorded network and of the demo pack's, in Node, on a Vulkan
 * driver: largest error as a share of the output's range. Recordings are of other implementations; the demo pack is
 * held against WASM.
 *
 *     node bench/agreement/run.mjs [--features plain|subgroups] [--compute f32|f16] [--as-they-come]
 *
 * `--as-they-come` leaves onnxruntime's shaders as they are (docs/known-issues.md). Software drivers:
 * VK_DRIVER_FILES=/usr/lib/chromium/vk_swiftshader_icd.json, or Mesa's lvp_icd.json (Mesa 24 or newer).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');
// Beside the packages that it imports.
const file = path.join(root, 'node_modules/.cache/bench/agreement.mjs');
const result = await build({
  root,
  configFile: false,
  logLevel: 'error',
  build: {
    ssr: path.join(import.meta.dirname, 'node.ts'),
    target: 'node20',
    write: false,
    rolldownOptions: { output: { codeSplitting: false } },
  },
});
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, result.output[0].code);
await import(pathToFileURL(file).href);
