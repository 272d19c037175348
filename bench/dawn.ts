import { create, globals } from 'webgpu';
import { DAWN_OPTIONS, offerGpu } from '../cli/runtime/gpu.ts';
import { describe } from '../src/inference/backend.ts';
import { weightFiles, type Engine, type OrtModule } from '../src/inference/engine.ts';

/**
 * Makes WebGPU available in Node as in a browser, with Dawn (the `webgpu` package), as the command line does. The
 * variable VK_DRIVER_FILES chooses the Vulkan driver.
 */
export function imitateBrowser(): GPU {
  Object.assign(globalThis, globals);
  const gpu = create(DAWN_OPTIONS);
  offerGpu(gpu);
  return gpu;
}

/** The adapter of Dawn. @throws Error if there is none */
export async function adapterOf(gpu: GPU): Promise<GPUAdapter> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('There is no Vulkan driver.');
  return adapter;
}

/** onnxruntime-web in Node, with one thread. Without a device, networks run in WASM. */
export const engineInNode = (ort: OrtModule, device: GPUDevice | undefined): Engine => ({
  name: 'onnxruntime-web',
  version: ort.env.versions.common,
  ort,
  choice: {
    backend: device ? 'webgpu' : 'wasm',
    reason: 'forced',
    adapter: device ? describe(device.adapterInfo) : '',
    threads: 1,
    rasterizer: 'cpu',
  },
  providers: { large: device ? { name: 'webgpu', device } : 'wasm', small: 'wasm' },
  options: async (model) => ({ externalData: weightFiles(model) }),
  heapBytes: 2 ** 32,
  totalBytes: device ? undefined : 2 ** 32,
  device,
});
