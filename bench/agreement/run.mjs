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
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleForNode } from '../rasterizer/prepare.mjs';

const file = await bundleForNode(path.join(import.meta.dirname, 'node.ts'), 'agreement.mjs');
await import(pathToFileURL(file).href);
