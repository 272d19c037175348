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
 * @param hands on how many cores where there is none, or one that was found to compute wrong
 */
export const lazyRasterizer = (
  chosen: BackendChoice,
  host: SessionHost,
  hands = 1,
): LazyRasterizer =>
  new LazyRasterizer(async () => {
    if (chosen.rasterizer === 'cpu') return onCores(hands);
    const { choice } = await host.engine();
    return choice.rasterizer === 'webgpu'
      ? GpuRasterizer.create(GpuContext.adopt(await host.device()))
      : onCores(hands);
  });

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
  /** What computes: what was chosen, and once onnxruntime is loaded what was found to be right. */
  choice: () => BackendChoice;
  /** Gives back what only a run needs. */
  rest: () => Promise<void>;
}

/** The browser's parts for the pipeline. */
export function browserRuntime(choice: BackendChoice): BrowserRuntime {
  let found = choice;
  const host = new SessionHost(async () => {
    const engine = await loadOrt(choice);
    found = engine.choice;
    return engine;
  });
  const rasterizer = lazyRasterizer(choice, host, choice.threads);
  return {
    choice: () => found,
    host,
    codec: canvasCodec,
    rasterizer: (cloud) => rasterizer.with(cloud),
    openVideo,
    rest: () => rasterizer.rest(),
  };
}
