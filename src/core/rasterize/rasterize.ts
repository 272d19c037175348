import type { Camera } from '../camera/camera.ts';
import { emptyCloud, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../image/image.ts';
import { blendSplat } from './blend.ts';
import { DepthOrder } from './depth-order.ts';
import { PixelBuffer } from './pixel-buffer.ts';
import { prepare, type PreparedCloud } from './prepare.ts';
import { project, allocateSplats, SPLAT } from './project.ts';
import { OpenTiles } from './tiles.ts';
import type { Rasterizer, RenderedFrame, RenderOptions } from './types.ts';
import { viewOf } from './view.ts';

/**
 * The rasterizer in TypeScript and double precision. The tests compare the WGSL rasterizer with this one. It also
 * draws where there is no GPU adapter. It draws splat by splat, nearest first, over the whole image. Every pixel gets
 * the same splats in the same order as when tiles are drawn one by one.
 */
export class CpuRasterizer implements Rasterizer {
  readonly kind = 'cpu';
  readonly atOnce = 1;
  private cloud: PreparedCloud = prepare(emptyCloud(0));
  private splats = allocateSplats(0);
  private pixels = new PixelBuffer();
  private readonly order = new DepthOrder();
  private readonly tiles = new OpenTiles();

  load(cloud: GaussianCloud): Promise<void> {
    this.loadNow(cloud);
    return Promise.resolve();
  }

  // `render` is async so that an invalid camera rejects the promise, as in the GPU rasterizer.
  async render(camera: Camera, options?: Partial<RenderOptions>): Promise<RenderedFrame> {
    return this.renderNow(camera, options);
  }

  async renderBytes(
    camera: Camera,
    { background = 'white' }: Partial<RenderOptions> = {},
  ): Promise<RgbaImage> {
    this.draw(camera);
    return this.pixels.toBytes(background);
  }

  /** `load` without a promise. */
  loadNow(cloud: GaussianCloud): void {
    this.cloud = prepare(cloud);
    this.splats = allocateSplats(cloud.count);
  }

  /** `render` without a promise. @throws AppError `camera-invalid` */
  renderNow(camera: Camera, { background = 'white' }: Partial<RenderOptions> = {}): RenderedFrame {
    this.draw(camera);
    return this.pixels.toFrame(background);
  }

  private draw(camera: Camera): void {
    const view = viewOf(camera);
    const { width, height } = view;
    this.tiles.reset(view);
    project(this.cloud, view, this.splats);
    this.pixels.begin(width, height, this.splats);
    const { data } = this.pixels;
    for (const index of this.order.sort(this.splats.depth, this.splats.count))
      blendSplat(this.splats.data, SPLAT.STRIDE * index, data, width, this.tiles);
  }

  dispose(): void {
    this.loadNow(emptyCloud(0));
    this.pixels = new PixelBuffer();
  }
}

/** Draws one picture of one cloud. For several pictures use a `CpuRasterizer`. @throws AppError `camera-invalid` */
export function rasterizeCpu(
  cloud: GaussianCloud,
  camera: Camera,
  options?: Partial<RenderOptions>,
): RenderedFrame {
  const rasterizer = new CpuRasterizer();
  rasterizer.loadNow(cloud);
  return rasterizer.renderNow(camera, options);
}
