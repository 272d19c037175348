/**
 * Runs every recorded network and the networks of the demo pack on onnxruntime's WebGPU, in Node, on a Vulkan driver.
 * Prints the largest error of each network as a fraction of the output's range. Recorded networks are compared with their
 * recordings. Networks of the demo pack are compared with WASM.
 *
 *     node bench/agreement/run.mjs [--features plain|subgroups] [--compute f32|f16] [--as-they-come]
 *
 * `--as-they-come` leaves onnxruntime's shaders unchanged (docs/known-issues.md). The variable VK_DRIVER_FILES chooses a
 * software driver: /usr/lib/chromium/vk_swiftshader_icd.json, or Mesa's lvp_icd.json (Mesa 24 or newer).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');
// The bundle is in node_modules, because it imports npm packages from there.
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
