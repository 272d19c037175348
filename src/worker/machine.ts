import { CpuRasterizer } from '../core/rasterize/rasterize.ts';
import type { Rasterizer } from '../core/rasterize/types.ts';
import { GpuContext } from '../gpu/device.ts';
import { GpuRasterizer } from '../gpu/gpu-rasterizer.ts';
import type { BackendChoice } from '../inference/backend.ts';
import { loadOrt } from '../inference/ort.ts';
import { SessionHost } from '../inference/session-host.ts';
import type { Runtime } from '../pipeline/context.ts';
import { LazyRasterizer } from '../pipeline/lazy-rasterizer.ts';
import { canvasCodec } from '../pipeline/png.ts';
import { openVideo } from '../pipeline/video.ts';
import { RasterizerPool } from './rasterizer-pool.ts';

/**
 * Draws on onnxruntime's own device where there is one: buffers cannot cross devices.
 * @param hands on how many cores where there is none
 */
export const lazyRasterizer = (
  { rasterizer }: BackendChoice,
  host: SessionHost,
  hands = 1,
): LazyRasterizer =>
  new LazyRasterizer(async () =>
    rasterizer === 'webgpu'
      ? GpuRasterizer.create(GpuContext.adopt(await host.device()))
      : onCores(hands),
  );

/** On several cores where workers may start workers, else on this one. */
async function onCores(hands: number): Promise<Rasterizer> {
  if (hands === 1) return new CpuRasterizer();
  try {
    return await RasterizerPool.open(hands);
  } catch (error) {
    console.warn('Only one core can draw.', error);
    return new CpuRasterizer();
  }
}

export interface BrowserRuntime extends Runtime {
  /** Gives back what only a run needs. */
  rest: () => Promise<void>;
}

/** The browser's parts for the pipeline. */
export function browserRuntime(choice: BackendChoice): BrowserRuntime {
  const host = new SessionHost(() => loadOrt(choice));
  const rasterizer = lazyRasterizer(choice, host, choice.threads);
  return {
    choice,
    host,
    codec: canvasCodec,
    rasterizer: (cloud) => rasterizer.with(cloud),
    openVideo,
    // On a GPU there is little, and compiling again would take longer than drawing.
    rest: async () => (choice.rasterizer === 'cpu' ? rasterizer.free() : undefined),
  };
}
