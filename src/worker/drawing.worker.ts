/** A worker that draws pictures for the pipeline's worker (`rasterizer-pool.ts`) on another core. */
import { expose, transfer } from 'comlink';
import type { Camera } from '../core/camera/camera.ts';
import type { GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import { CpuRasterizer } from '../core/rasterize/rasterize.ts';
import type { RenderOptions } from '../core/rasterize/types.ts';
import { showLife } from './life/alive.ts';
import { carryErrors } from './error-transfer.ts';

const rasterizer = new CpuRasterizer();

const api = {
  load: (cloud: GaussianCloud) => rasterizer.loadNow(cloud),
  render(camera: Camera, options?: Partial<RenderOptions>) {
    const drawn = rasterizer.renderNow(camera, options);
    return transfer(drawn, [drawn.rgba.buffer, drawn.depth.buffer]);
  },
  async renderBytes(camera: Camera, options?: Partial<RenderOptions>) {
    const picture = await rasterizer.renderBytes(camera, options);
    return transfer(picture, [picture.data.buffer]);
  },
};

export type DrawingApi = typeof api;

carryErrors();
showLife();
expose(api);
