/**
 * Checks what a GPU computes: the recorded networks, the demo pack's networks, and attention at several numbers of
 * tokens, in single and half precision. Runs in Node on a Vulkan, Metal or Direct3D 12 driver. Prints one markdown table
 * with the largest error of each network as a fraction of the output's range. Below it is the lowest PSNR of the
 * rasterizer in WGSL. Without a driver it says so and ends.
 *
 *     node bench/agreement/run.mjs [--provider web|node] [--features subgroups|plain] [--compute f32|f16] [--only TEXT]
 *
 * Columns: `web` is onnxruntime-web on a device of ours, as on the page and on the command line. `node` is
 * onnxruntime-node's own WebGPU. `no zeros` leaves onnxruntime's shaders unchanged (docs/known-issues.md). `--only` takes
 * the networks whose names contain TEXT. The variable VK_DRIVER_FILES chooses a software driver:
 * /usr/lib/chromium/vk_swiftshader_icd.json, or Mesa's lvp_icd.json (Mesa 24 or newer).
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleForNode } from '../rasterizer/prepare.mjs';

const file = await bundleForNode(path.join(import.meta.dirname, 'node.ts'), 'agreement.mjs');
await import(pathToFileURL(file).href);
