import { CpuRasterizer } from '../../src/core/rasterize/rasterize.ts';
import type { Rasterizer } from '../../src/core/rasterize/types.ts';
import { GpuContext } from '../../src/gpu/device.ts';
import { GpuRasterizer } from '../../src/gpu/gpu-rasterizer.ts';
import { describe } from '../../src/inference/backend.ts';
import { openGpu } from './gpu.ts';
import type { NodeBackend } from './machine.ts';

/** A rasterizer without onnxruntime, for `render`. */
interface OpenedRasterizer {
  rasterizer: Rasterizer;
  /** Name of the adapter, or `cpu`. */
  name: string;
  /** Releases the GPU. Without this call, the process would not end. */
  dispose: () => void;
}

/** Opens the requested rasterizer. Without a GPU driver, opens the CPU's rasterizer instead, and calls `warn`. */
export async function openRasterizer(
  requested: NodeBackend,
  warn: (line: string) => void,
): Promise<OpenedRasterizer> {
  const found = requested === 'webgpu' ? await openGpu() : null;
  if (!found) {
    if (requested === 'webgpu')
      warn('No GPU driver (Vulkan, Metal or Direct3D 12) was found: the CPU draws.');
    const rasterizer = new CpuRasterizer();
    return { rasterizer, name: 'cpu', dispose: () => rasterizer.dispose() };
  }
  const context = await GpuContext.request(found.gpu);
  const rasterizer = await GpuRasterizer.create(context);
  return {
    rasterizer,
    name: describe(found.adapter.info),
    dispose() {
      rasterizer.dispose();
      context.dispose();
    },
  };
}
