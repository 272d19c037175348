import { GpuContext } from '../gpu/device.ts';
import { GpuRasterizer } from '../gpu/gpu-rasterizer.ts';
import type { BackendChoice } from '../inference/backend.ts';
import { loadOrt } from '../inference/ort.ts';
import { SessionPool } from '../inference/session-pool.ts';
import type { Runtime } from '../pipeline/context.ts';
import { LazyRasterizer } from '../pipeline/lazy-rasterizer.ts';
import { openVideo } from '../pipeline/video.ts';
import { workerCodec } from './photo/decoder.ts';
import { openCpuRasterizer } from './rasterizer-pool.ts';

/**
 * A rasterizer that is made when it is first used. If onnxruntime has a GPU device, the rasterizer draws on the
 * same device, because buffers cannot be shared between devices. Without a device, or if the self-check refused
 * the GPU, it draws on the CPU.
 * @param workerCount the number of workers that draw on the CPU; 1: this thread draws
 */
const lazyRasterizer = (
  chosen: BackendChoice,
  sessions: SessionPool,
  workerCount: number,
): LazyRasterizer =>
  new LazyRasterizer(async () => {
    if (chosen.rasterizer === 'cpu') return openCpuRasterizer(workerCount);
    const { choice } = await sessions.engine();
    return choice.rasterizer === 'webgpu'
      ? GpuRasterizer.create(GpuContext.adopt(await sessions.device()))
      : openCpuRasterizer(workerCount);
  });

/** The runtime of the pipeline in a browser's worker. */
export interface BrowserRuntime extends Runtime {
  /**
   * The backend. Until onnxruntime is loaded, the one that was chosen first; then the one that the self-check
   * decided on.
   */
  choice: () => BackendChoice;
  /** Compiles the rasterizer's shaders, if it draws on a GPU, before there is a cloud. */
  prepare: () => Promise<void>;
  /** Frees memory that is needed only during a run. */
  rest: () => Promise<void>;
  /** If the GPU device is lost: networks and rasterizer are made again, on a new device, when they are next used. */
  renew: () => Promise<void>;
}

/** Makes the runtime for the chosen backend. onnxruntime and the rasterizer are loaded when they are first used. */
export function browserRuntime(choice: BackendChoice): BrowserRuntime {
  let current = choice;
  const sessions = new SessionPool(async () => {
    const engine = await loadOrt(choice);
    current = engine.choice;
    return engine;
  });
  const rasterizer = lazyRasterizer(choice, sessions, choice.threads);
  return {
    choice: () => current,
    sessions,
    codec: workerCodec,
    showsPreviews: true,
    rasterizer: (cloud) => rasterizer.with(cloud),
    openVideo,
    async prepare() {
      if (choice.rasterizer === 'webgpu') await rasterizer.prepare();
    },
    rest: () => rasterizer.rest(),
    async renew() {
      if (!sessions.isLost) return;
      await rasterizer.free();
      await sessions.renew();
    },
  };
}
