import { isAboveFloor } from '../../core/gaussians/floor-ring.ts';
import type { GaussianCloud } from '../../core/gaussians/gaussian-cloud.ts';
import { shapeOf, type SplatShape } from '../../core/gaussians/splat-shape.ts';
import { CpuRasterizer } from '../../core/rasterize/rasterize.ts';
import { RULES } from '../../core/rasterize/rules.ts';
import { viewOf } from '../../core/rasterize/view.ts';
import type { Shot, SplatStyle } from './protocol.ts';
import type { Scene } from './scene.ts';
import { strokeFloor } from './stroke-floor.ts';

/** So small that only the low-pass filter gives a point its size. */
const POINT_LOG_SCALE = -20;
/** Nearly opaque. */
const POINT_LOGIT = 10;

/** Both canvases are in main memory: nothing waits for a graphics process. */
const pixelsOf = (canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D => {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('A canvas has no 2D context.');
  return context;
};

/**
 * Draws with the rasterizer in TypeScript. Where WebGL is software, that takes a seventh of the time (docs/results.md).
 */
export class SoftwareScene implements Scene {
  readonly kind = 'software';
  private readonly rasterizer = new CpuRasterizer();
  private readonly context: OffscreenCanvasRenderingContext2D;
  /** The splat alone, before it lies over the floor. */
  private readonly layer = pixelsOf(new OffscreenCanvas(1, 1));
  private splat: { cloud: GaussianCloud; shape: SplatShape } | null = null;
  /** What the rasterizer has. */
  private loaded: SplatStyle | null = null;

  /** @throws Error if the canvas has no 2D context */
  constructor(readonly canvas: OffscreenCanvas) {
    this.context = pixelsOf(canvas);
  }

  load(cloud: GaussianCloud): SplatShape {
    const shape = shapeOf(cloud);
    this.splat = { cloud, shape };
    this.loaded = null;
    return shape;
  }

  async draw({ camera, style, floor }: Shot): Promise<boolean> {
    const { splat, context, layer } = this;
    if (!splat) return false;
    if (this.loaded !== style)
      this.rasterizer.loadNow(style === 'points' ? pointsOf(splat.cloud) : splat.cloud);
    this.loaded = style;
    const { width, height } = camera;
    const { data } = await this.rasterizer.renderBytes(camera, { background: 'transparent' });
    const picture = new ImageData(data as Uint8ClampedArray<ArrayBuffer>, width, height);
    Object.assign(this.canvas, { width, height });
    if (!floor) {
      context.putImageData(picture, 0, 0);
      return true;
    }
    Object.assign(layer.canvas, { width, height });
    layer.putImageData(picture, 0, 0);
    // The floor hides what is above it from a camera below it. To one above, what is above hides the floor.
    const isAbove = isAboveFloor(viewOf(camera).eye, splat.shape.floor);
    if (isAbove) strokeFloor(context, camera, splat.shape);
    context.drawImage(layer.canvas, 0, 0);
    if (!isAbove) strokeFloor(context, camera, splat.shape);
    return true;
  }

  finish(): void {
    // A picture is there as soon as it is drawn.
  }
}

/** A dot at the centre of each Gaussian that can be seen. */
function pointsOf(cloud: GaussianCloud): GaussianCloud {
  const opacityLogit = cloud.opacityLogit.map((logit) =>
    1 / (1 + Math.exp(-logit)) < RULES.MIN_ALPHA ? logit : POINT_LOGIT,
  );
  return { ...cloud, logScale: cloud.logScale.map(() => POINT_LOG_SCALE), opacityLogit };
}
