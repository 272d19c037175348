import { CpuRasterizer } from '../core/rasterize/rasterize.ts';
import type { Rasterizer } from '../core/rasterize/types.ts';
import { GpuContext } from '../gpu/device.ts';
import { GpuRasterizer } from '../gpu/gpu-rasterizer.ts';
import type { BackendChoice } from '../inference/backend.ts';
import { loadOrt } from '../inference/ort.ts';
import { SessionHost } from '../inference/session-host.ts';
import type { Runtime } from '../pipeline/context.ts';
import { LazyRasterizer } from '../pipeline/lazy-rasterizer.ts';
import { canvasCodec } from '../pipeline/picture-codec.ts';
import { openVideo } from '../pipeline/video.ts';
import { RasterizerPool } from './rasterizer-pool.ts';

/**
 * A rasterizer that is made when it is first used. It draws on onnxruntime's device if there is one, because buffers
 * cannot be shared between devices. Without a device, or if its self-check failed, it draws on the CPU.
 * @param workerCount the number of workers that draw on the CPU; 1 means in this thread
 */
export const lazyRasterizer = (
  chosen: BackendChoice,
  host: SessionHost,
  workerCount = 1,
): LazyRasterizer =>
  new LazyRasterizer(async () => {
    if (chosen.rasterizer === 'cpu') return cpuRasterizer(workerCount);
    const { choice } = await host.engine();
    return choice.rasterizer === 'webgpu'
      ? GpuRasterizer.create(GpuContext.adopt(await host.device()))
      : cpuRasterizer(workerCount);
  });

/** Draws in several workers, or in this thread if this browser does not let workers start workers. */
async function cpuRasterizer(workerCount: number): Promise<Rasterizer> {
  if (workerCount === 1) return new CpuRasterizer();
  try {
    return await RasterizerPool.open(workerCount);
  } catch (error) {
    console.warn('The rasterizer uses only one core.', error);
    return new CpuRasterizer();
  }
}

/** The runtime of the pipeline in a browser's worker. */
export interface BrowserRuntime extends Runtime {
  /** The backend: as chosen at first, and as the self-check decided once onnxruntime is loaded. */
  choice: () => BackendChoice;
  /** Frees what is needed only during a run. */
  rest: () => Promise<void>;
}

/** Makes the runtime for the chosen backend. onnxruntime and the rasterizer are loaded when first used. */
export function browserRuntime(choice: BackendChoice): BrowserRuntime {
  let current = choice;
  const host = new SessionHost(async () => {
    const engine = await loadOrt(choice);
    current = engine.choice;
    return engine;
  });
  const rasterizer = lazyRasterizer(choice, host, choice.threads);
  return {
    choice: () => current,
    host,
    codec: canvasCodec,
    rasterizer: (cloud) => rasterizer.with(cloud),
    openVideo,
    rest: () => rasterizer.rest(),
  };
}
