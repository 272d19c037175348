import { CpuRasterizer } from '../core/rasterize/rasterize.ts';
import { GpuContext } from '../gpu/device.ts';
import { GpuRasterizer } from '../gpu/gpu-rasterizer.ts';
import type { BackendChoice } from '../inference/backend.ts';
import { loadOrt } from '../inference/ort.ts';
import { SessionHost } from '../inference/session-host.ts';
import type { Runtime } from '../pipeline/context.ts';
import { LazyRasterizer } from '../pipeline/lazy-rasterizer.ts';
import { canvasCodec } from '../pipeline/png.ts';
import { openVideo } from '../pipeline/video.ts';

/** Draws on onnxruntime's own device where there is one: buffers cannot cross devices. */
export const lazyRasterizer = (choice: BackendChoice, host: SessionHost): LazyRasterizer =>
  new LazyRasterizer(async () =>
    choice.rasterizer === 'webgpu'
      ? GpuRasterizer.create(GpuContext.adopt(await host.device()))
      : new CpuRasterizer(),
  );

/** The browser's parts for the pipeline. */
export function browserRuntime(choice: BackendChoice): Runtime {
  const host = new SessionHost(() => loadOrt(choice));
  const rasterizer = lazyRasterizer(choice, host);
  return {
    choice,
    host,
    codec: canvasCodec,
    rasterizer: (cloud) => rasterizer.with(cloud),
    openVideo,
  };
}
