import type { GaussianCloud } from '../core/gaussian-cloud.ts';
import { CpuRasterizer } from '../core/rasterize/rasterize.ts';
import type { Rasterizer } from '../core/rasterize/types.ts';
import { GpuContext } from '../gpu/device.ts';
import { GpuRasterizer } from '../gpu/gpu-rasterizer.ts';
import type { BackendChoice } from '../inference/backend.ts';
import { loadOrt } from '../inference/ort.ts';
import { SessionHost } from '../inference/session-host.ts';
import type { Runtime } from '../pipeline/context.ts';
import { canvasCodec } from '../pipeline/png.ts';
import { openVideo } from '../pipeline/video.ts';

/** Draws on onnxruntime's own device where there is one: buffers cannot cross devices. */
async function newRasterizer(choice: BackendChoice, host: SessionHost): Promise<Rasterizer> {
  return choice.rasterizer === 'webgpu'
    ? GpuRasterizer.create(GpuContext.adopt(await host.device()))
    : new CpuRasterizer();
}

/** A rasterizer that is made when first needed and loads a cloud only when it is another one. */
export class LazyRasterizer {
  readonly #make: () => Promise<Rasterizer>;
  #rasterizer: Promise<Rasterizer> | undefined;
  #loaded: GaussianCloud | undefined;

  constructor(choice: BackendChoice, host: SessionHost) {
    this.#make = () => newRasterizer(choice, host);
  }

  async with(cloud: GaussianCloud): Promise<Rasterizer> {
    this.#rasterizer ??= this.#make();
    const rasterizer = await this.#rasterizer;
    if (this.#loaded !== cloud) await rasterizer.load(cloud);
    this.#loaded = cloud;
    return rasterizer;
  }
}

/** The browser's parts for the pipeline. */
export function browserRuntime(choice: BackendChoice): Runtime {
  const host = new SessionHost(() => loadOrt(choice));
  const rasterizer = new LazyRasterizer(choice, host);
  return {
    choice,
    host,
    codec: canvasCodec,
    rasterizer: (cloud) => rasterizer.with(cloud),
    openVideo,
  };
}
