import type { Camera } from '../camera.ts';
import { emptyCloud, type GaussianCloud } from '../gaussian-cloud.ts';
import type { RgbaImage } from '../image.ts';
import { blendSplat, PIXEL_STRIDE } from './blend.ts';
import { DepthOrder } from './depth-order.ts';
import { frameToRgba } from './frame.ts';
import { prepare, type PreparedCloud } from './prepare.ts';
import { project, roomForSplats, SPLAT } from './project.ts';
import { BACKGROUND } from './rules.ts';
import { OpenTiles } from './tiles.ts';
import type { Rasterizer, RenderedFrame, RenderOptions } from './types.ts';
import { viewOf } from './view.ts';

/**
 * The rasterizer in TypeScript and double precision: what the WGSL is measured against, and what draws
 * where there is no adapter. It draws splat by splat, nearest first, over the whole image; every pixel
 * sees the same splats in the same order as if it were done tile by tile.
 */
export class CpuRasterizer implements Rasterizer {
  readonly kind = 'cpu';
  private cloud: PreparedCloud = prepare(emptyCloud(0));
  private splats = roomForSplats(0);
  private pixels = new Float64Array(0);
  private readonly order = new DepthOrder();
  private readonly tiles = new OpenTiles();

  load(cloud: GaussianCloud): Promise<void> {
    this.loadNow(cloud);
    return Promise.resolve();
  }

  // Async so that a camera that is none rejects, as on the GPU.
  async render(camera: Camera, options?: Partial<RenderOptions>): Promise<RenderedFrame> {
    return this.renderNow(camera, options);
  }

  async renderBytes(camera: Camera, options?: Partial<RenderOptions>): Promise<RgbaImage> {
    return frameToRgba(this.renderNow(camera, options));
  }

  loadNow(cloud: GaussianCloud): void {
    this.cloud = prepare(cloud);
    this.splats = roomForSplats(cloud.count);
  }

  renderNow(camera: Camera, { background = 'white' }: Partial<RenderOptions> = {}): RenderedFrame {
    const view = viewOf(camera);
    const { width, height } = view;
    const pixels = this.clearPixels(width * height);
    this.tiles.reset(view);
    project(this.cloud, view, this.splats);
    for (const index of this.order.sort(this.splats.depth, this.splats.count))
      blendSplat(this.splats.data, SPLAT.STRIDE * index, pixels, width, this.tiles);
    return finish(pixels, width, height, background);
  }

  dispose(): void {
    this.loadNow(emptyCloud(0));
    this.pixels = new Float64Array(0);
  }

  private clearPixels(count: number): Float64Array {
    if (this.pixels.length !== PIXEL_STRIDE * count)
      this.pixels = new Float64Array(PIXEL_STRIDE * count);
    else this.pixels.fill(0);
    for (let p = 0; p < this.pixels.length; p += PIXEL_STRIDE) this.pixels[p] = 1;
    return this.pixels;
  }
}

/** Accumulated pixels over the background. */
function finish(
  pixels: Float64Array,
  width: number,
  height: number,
  background: RenderOptions['background'],
): RenderedFrame {
  const count = width * height;
  const rgba = new Float32Array(4 * count);
  const depth = new Float32Array(count);
  const light = BACKGROUND[background];
  for (let i = 0, p = 0; i < count; i++, p += PIXEL_STRIDE) {
    const transmittance = Math.abs(pixels[p]);
    rgba[4 * i] = pixels[p + 1] + transmittance * light;
    rgba[4 * i + 1] = pixels[p + 2] + transmittance * light;
    rgba[4 * i + 2] = pixels[p + 3] + transmittance * light;
    rgba[4 * i + 3] = 1 - transmittance;
    depth[i] = pixels[p + 4];
  }
  return { width, height, background, rgba, depth };
}

/** One picture of one cloud. For several, keep a `CpuRasterizer`. */
export function rasterizeCpu(
  cloud: GaussianCloud,
  camera: Camera,
  options?: Partial<RenderOptions>,
): RenderedFrame {
  const rasterizer = new CpuRasterizer();
  rasterizer.loadNow(cloud);
  return rasterizer.renderNow(camera, options);
}
