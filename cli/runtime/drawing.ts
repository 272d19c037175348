import { CpuRasterizer } from '../../src/core/rasterize/rasterize.ts';
import type { Rasterizer } from '../../src/core/rasterize/types.ts';
import { GpuContext } from '../../src/gpu/device.ts';
import { GpuRasterizer } from '../../src/gpu/gpu-rasterizer.ts';
import { describe } from '../../src/inference/backend.ts';
import { openGpu } from './gpu.ts';
import type { NodeBackend } from './machine.ts';

/** What draws where nothing is computed. */
export interface Drawing {
  rasterizer: Rasterizer;
  /** The adapter, or `cpu`. */
  name: string;
  /** Gives the GPU back, without which the process would not end. */
  dispose: () => void;
}

/** The rasterizer that was wished for, or the one on the CPU where there is no driver, which is told with `warn`. */
export async function openDrawing(
  wish: NodeBackend,
  warn: (line: string) => void,
): Promise<Drawing> {
  const found = wish === 'webgpu' ? await openGpu() : null;
  if (!found) {
    if (wish === 'webgpu')
      warn('There is no GPU driver (Vulkan, Metal or Direct3D 12) here: the CPU draws.');
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
