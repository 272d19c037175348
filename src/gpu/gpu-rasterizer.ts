import type { Camera } from '../core/camera.ts';
import { AppError } from '../core/errors.ts';
import { emptyCloud, type GaussianCloud } from '../core/gaussian-cloud.ts';
import { RULES } from '../core/rasterize/rules.ts';
import type { Rasterizer, RenderedFrame, RenderOptions } from '../core/rasterize/types.ts';
import { viewOf, type View } from '../core/rasterize/view.ts';
import { CloudBuffers } from './cloud-buffers.ts';
import type { GpuContext } from './device.ts';
import { frameUniform } from './frame-uniform.ts';
import { PairBuffers } from './pair-buffers.ts';
import { PictureBuffers } from './picture-buffers.ts';
import type { SortVariant } from './sort-plan.ts';
import { splatKernels, type SplatKernels } from './splat-kernels.ts';

/** What the device decides, unless a test does. */
export interface GpuRasterizerOptions {
  variant?: SortVariant;
  /** A picture that needs more is drawn in several bands. */
  maxBindingBytes?: number;
}

/** Pairs that even a tiny cloud gets room for. */
const MIN_PAIRS = 1 << 16;
/** One element of the largest per-splat buffer. */
const SPLAT_BYTES = 32;
/** First guess of tiles per splat; a frame that has more is drawn again with room for them. */
const TILES_PER_SPLAT = 4;

/**
 * The rasterizer in WGSL: project → sort by depth → places → pairs → sort by tile → ranges → blend, one
 * submission per frame and nothing read back before the picture (docs/rasterizer.md).
 */
export class GpuRasterizer implements Rasterizer {
  readonly kind = 'webgpu';
  private picture: PictureBuffers | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly context: GpuContext,
    private readonly kernels: SplatKernels,
    private cloud: CloudBuffers,
    private pairs: PairBuffers,
    private readonly maxBindingBytes: number,
  ) {}

  static async create(
    context: GpuContext,
    {
      variant = context.isSoftware ? 'serial' : 'cooperative',
      maxBindingBytes = context.device.limits.maxStorageBufferBindingSize,
    }: GpuRasterizerOptions = {},
  ): Promise<GpuRasterizer> {
    context.assertAlive();
    const { device } = context;
    const kernels = await splatKernels(device, variant);
    const cloud = new CloudBuffers(device, kernels, emptyCloud(0));
    const pairs = new PairBuffers(device, kernels, MIN_PAIRS);
    return new GpuRasterizer(context, kernels, cloud, pairs, maxBindingBytes);
  }

  load(cloud: GaussianCloud): Promise<void> {
    return this.inTurn(async () => {
      const { device } = this.context;
      this.assertBinds(SPLAT_BYTES * cloud.count, `${cloud.count} Gaussians`);
      // The old cloud goes first: two large ones need not fit. An empty one stands in if the new one does not.
      this.cloud.destroy();
      this.cloud = new CloudBuffers(device, this.kernels, emptyCloud(0));
      const empty = this.cloud;
      this.cloud = await this.context.allocating(
        `${cloud.count} Gaussians`,
        () => new CloudBuffers(device, this.kernels, cloud),
      );
      empty.destroy();
      const guess = Math.min(TILES_PER_SPLAT * cloud.count, this.maxPairs);
      if (guess > this.pairs.capacity) await this.makeRoom(guess);
    });
  }

  render(
    camera: Camera,
    { background = 'white' }: Partial<RenderOptions> = {},
  ): Promise<RenderedFrame> {
    return this.inTurn(async () => {
      const view = viewOf(camera);
      const picture = await this.pictureFor(view);
      for (;;) {
        this.submit(view, background, picture);
        const { pairs, rgba, depth } = await picture.read(this.pairs.capacity);
        if (rgba && depth)
          return { width: view.width, height: view.height, background, rgba, depth };
        await this.makeRoom(Math.ceil(1.25 * pairs));
      }
    });
  }

  /** Frees the buffers; the device stays with its owner. */
  dispose(): void {
    this.cloud.destroy();
    this.pairs.destroy();
    this.picture?.destroy();
  }

  private get maxPairs(): number {
    return Math.floor(this.context.device.limits.maxStorageBufferBindingSize / 4);
  }

  /** One call at a time: frames share their buffers. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(async () => {
      this.context.assertAlive();
      try {
        return await work();
      } catch (error) {
        throw await this.context.explain(error);
      }
    });
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async pictureFor(view: View): Promise<PictureBuffers> {
    const { width, height } = view;
    if (this.picture?.width === width && this.picture.height === height) return this.picture;
    const { device } = this.context;
    if (16 * width * height > device.limits.maxBufferSize)
      throw new AppError('out-of-memory', {
        message: `a picture of ${width}×${height} is more than one buffer holds`,
        stage: 'render',
      });
    this.picture?.destroy();
    this.picture = undefined;
    this.picture = await this.context.allocating(
      `a picture of ${width}×${height}`,
      () => new PictureBuffers(device, this.kernels, width, height, view, this.maxBindingBytes),
    );
    return this.picture;
  }

  private async makeRoom(wanted: number): Promise<void> {
    const capacity = Math.min(wanted, this.maxPairs);
    if (capacity <= this.pairs.capacity)
      throw new AppError('out-of-memory', {
        message: `${wanted} pairs of splat and tile are more than one buffer holds`,
        stage: 'render',
      });
    const { device } = this.context;
    this.pairs.destroy();
    this.pairs = new PairBuffers(device, this.kernels, MIN_PAIRS);
    const small = this.pairs;
    this.pairs = await this.context.allocating(
      `${capacity} pairs`,
      () => new PairBuffers(device, this.kernels, capacity),
    );
    small.destroy();
  }

  private assertBinds(byteLength: number, what: string): void {
    if (byteLength > this.context.device.limits.maxStorageBufferBindingSize)
      throw new AppError('out-of-memory', {
        message: `${what} are more than one buffer holds`,
        stage: 'render',
      });
  }

  private submit(
    view: View,
    background: RenderOptions['background'],
    picture: PictureBuffers,
  ): void {
    const { device } = this.context;
    const depthBits = bitsOfDepths(this.cloud, view);
    device.queue.writeBuffer(this.cloud.frame, 0, frameUniform(view, background, this.cloud.count));
    const encoder = device.createCommandEncoder({ label: 'frame' });
    encoder.clearBuffer(picture.ranges);
    const pass = encoder.beginComputePass({ label: 'frame' });
    this.cloud.encode(pass, depthBits);
    this.pairs.encode(pass, this.cloud, depthBits, view, picture.ranges);
    picture.encode(pass, this.cloud, this.pairs, view);
    pass.end();
    picture.copyOut(encoder, this.pairs);
    device.queue.submit([encoder.finish()]);
  }
}

/** How many of a depth key's low bits can differ: the keys start at the near plane. */
function bitsOfDepths({ reach }: CloudBuffers, { w2c }: View): number {
  const axis = Math.hypot(w2c[8], w2c[9], w2c[10]);
  const farthest = Math.max(RULES.NEAR, 1.001 * (axis * reach + Math.abs(w2c[11])));
  const [near, far] = new Uint32Array(new Float32Array([RULES.NEAR, farthest]).buffer);
  return 32 - Math.clz32(far - near);
}
