import type { Camera } from '../core/camera/camera.ts';
import { AppError } from '../core/errors.ts';
import { emptyCloud, type GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../core/image/image.ts';
import { frameToRgba } from '../core/rasterize/frame.ts';
import { RULES } from '../core/rasterize/rules.ts';
import type { Rasterizer, RenderedFrame, RenderOptions } from '../core/rasterize/types.ts';
import { viewOf, type View } from '../core/rasterize/view.ts';
import { CloudBuffers } from './cloud-buffers.ts';
import type { GpuContext } from './device.ts';
import { FrameTimer, type FrameTimes } from './frame-timer.ts';
import { frameUniform } from './frame-uniform.ts';
import { PairBuffers } from './pair-buffers.ts';
import { PictureBuffers, type Output } from './picture-buffers.ts';
import { regionUniforms, splitCrowded } from './region.ts';
import type { SortVariant } from './sort-plan.ts';
import { splatKernels, type SplatKernels } from './splat-kernels.ts';
import type { Staging } from './staging.ts';

/** What the device decides, unless a test or a measurement does. */
export interface GpuRasterizerOptions {
  variant?: SortVariant;
  /** Pictures, pairs and spherical harmonics that need more are taken in parts. */
  maxBindingBytes?: number;
  /** Times the stages of each frame, for `times`; frames then wait for each other. */
  timed?: boolean;
}

/** Where bindings may be larger, dispatches over what they hold would need more than 65,535 workgroups. */
const MAX_BINDING_BYTES = 2 ** 28;
/** Pairs that even a tiny cloud gets room for. */
const MIN_PAIRS = 1 << 16;
/** One element of the largest per-splat buffer that cannot be taken in parts. */
const SPLAT_BYTES = 32;
/** First guess of tiles per splat; a frame that has more is drawn again with room for them. */
const TILES_PER_SPLAT = 4;

/** A frame that was asked for. */
interface Shot {
  view: View;
  background: RenderOptions['background'];
  picture: PictureBuffers;
  staging: Staging;
}

/**
 * The rasterizer in WGSL: project → sort by depth → places → pairs → sort by tile → ranges → blend, one
 * submission per frame and nothing read back before the picture (docs/rasterizer.md). Two frames may be under
 * way: whoever asks for the next one before the last has come keeps device and host both busy.
 */
export class GpuRasterizer implements Rasterizer {
  readonly kind = 'webgpu';
  readonly atOnce = 2;
  private picture: PictureBuffers | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private access: Promise<unknown> = Promise.resolve();
  private readonly underWay = new Set<Promise<unknown>>();

  private constructor(
    private readonly context: GpuContext,
    private readonly kernels: SplatKernels,
    private cloud: CloudBuffers,
    private pairs: PairBuffers,
    private readonly maxBindingBytes: number,
    private readonly timer: FrameTimer,
  ) {}

  static async create(
    context: GpuContext,
    {
      variant = context.isSoftware ? 'serial' : 'cooperative',
      maxBindingBytes = Math.min(
        MAX_BINDING_BYTES,
        context.device.limits.maxStorageBufferBindingSize,
      ),
      timed = false,
    }: GpuRasterizerOptions = {},
  ): Promise<GpuRasterizer> {
    context.assertAlive();
    const { device } = context;
    const kernels = await splatKernels(device, variant);
    const cloud = new CloudBuffers(device, kernels, emptyCloud(0), maxBindingBytes);
    const pairs = new PairBuffers(device, kernels, Math.min(MIN_PAIRS, maxBindingBytes / 4));
    const timer = new FrameTimer(device, timed);
    return new GpuRasterizer(context, kernels, cloud, pairs, maxBindingBytes, timer);
  }

  load(cloud: GaussianCloud): Promise<void> {
    return this.inTurn(async () => {
      await this.allDone();
      if (SPLAT_BYTES * cloud.count > this.maxBindingBytes)
        throw new AppError('out-of-memory', {
          message: `${cloud.count} Gaussians are more than one binding holds`,
          stage: 'render',
        });
      // The old cloud goes first: two large ones need not fit. An empty one stands in if the new one does not.
      this.cloud.destroy();
      const empty = this.makeCloud(emptyCloud(0));
      this.cloud = empty;
      this.cloud = await this.context.allocating(`${cloud.count} Gaussians`, () =>
        this.makeCloud(cloud),
      );
      empty.destroy();
      const guess = Math.min(TILES_PER_SPLAT * cloud.count, this.maxPairs);
      if (guess > this.pairs.capacity) await this.grow(guess);
    });
  }

  async render(
    camera: Camera,
    { background = 'white' }: Partial<RenderOptions> = {},
  ): Promise<RenderedFrame> {
    const { width, height } = camera;
    const pixels = width * height;
    return this.draw(camera, background, 'float', ([rgba, depth]) => ({
      width,
      height,
      background,
      rgba: new Float32Array(rgba.slice(0, 16 * pixels)),
      depth: new Float32Array(depth.slice(0, 4 * pixels)),
    }));
  }

  async renderBytes(
    camera: Camera,
    { background = 'white' }: Partial<RenderOptions> = {},
  ): Promise<RgbaImage> {
    if (background === 'transparent') return frameToRgba(await this.render(camera, { background }));
    const { width, height } = camera;
    return this.draw(camera, background, 'bytes', ([bytes]) => ({
      width,
      height,
      data: new Uint8ClampedArray(bytes.slice(0, 4 * width * height)),
    }));
  }

  /** Milliseconds of the last frame's stages on the device, where it was `timed` and the device can. */
  times(): Promise<FrameTimes | undefined> {
    return this.inTurn(async () => {
      await this.allDone();
      return this.timer.read();
    });
  }

  /** Frees the buffers; the device stays with its owner. */
  dispose(): void {
    this.cloud.destroy();
    this.pairs.destroy();
    this.picture?.destroy();
    this.timer.destroy();
  }

  private get maxPairs(): number {
    return Math.floor(this.maxBindingBytes / 4);
  }

  private makeCloud(cloud: GaussianCloud): CloudBuffers {
    return new CloudBuffers(this.context.device, this.kernels, cloud, this.maxBindingBytes);
  }

  /** Calls begin one after the other, in the order they were made. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(() => this.guarded(work));
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  /** Submitting and changing the buffers exclude each other. */
  private exclusively<T>(work: () => T | Promise<T>): Promise<T> {
    const mine = this.access.then(work);
    this.access = mine.catch(() => undefined);
    return mine;
  }

  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    this.context.assertAlive();
    try {
      return await work();
    } catch (error) {
      throw await this.context.explain(error);
    }
  }

  private async allDone(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  /** Its turn ends with the submission; the picture is waited for outside. */
  private async draw<T>(
    camera: Camera,
    background: RenderOptions['background'],
    output: Output,
    take: (pictures: ArrayBuffer[]) => T,
  ): Promise<T> {
    const { frame } = await this.inTurn(async () => {
      const view = viewOf(camera);
      const picture = await this.pictureFor(view, output);
      let staging = picture.freeStaging();
      while (!staging) {
        await Promise.race(this.underWay);
        staging = picture.freeStaging();
      }
      const shot: Shot = { view, background, picture, staging };
      await this.exclusively(() => {
        this.submit(shot);
      });
      const frame = this.guarded(() => this.receive(shot, take));
      const settled: Promise<unknown> = frame.catch(() => undefined);
      this.underWay.add(settled);
      void settled.then(() => this.underWay.delete(settled));
      // In an object, or it would be awaited here.
      return { frame };
    });
    return frame;
  }

  /** Waits for the picture; draws it again when its pairs found no room. */
  private async receive<T>(shot: Shot, take: (pictures: ArrayBuffer[]) => T): Promise<T> {
    const { staging } = shot;
    try {
      for (;;) {
        const { needed, taken } = await staging.read(take);
        if (taken !== undefined) return taken;
        await this.exclusively(async () => {
          await this.makeRoom(shot, needed);
          this.submit(shot);
        });
      }
    } finally {
      staging.busy = false;
    }
  }

  private async pictureFor(view: View, output: Output): Promise<PictureBuffers> {
    const { width, height } = view;
    const { picture } = this;
    if (
      picture?.output === output &&
      picture.view.width === width &&
      picture.view.height === height
    )
      return picture;
    const { device } = this.context;
    const pixelBytes = output === 'float' ? 16 : 4;
    if (pixelBytes * width * height > device.limits.maxBufferSize)
      throw new AppError('out-of-memory', {
        message: `a picture of ${width}×${height} is more than one buffer holds`,
        stage: 'render',
      });
    await this.allDone();
    picture?.destroy();
    this.picture = undefined;
    this.picture = await this.context.allocating(
      `a picture of ${width}×${height}`,
      () => new PictureBuffers(device, this.kernels, output, view, this.maxBindingBytes),
    );
    return this.picture;
  }

  /** More room for pairs as long as one binding holds them, then smaller regions. */
  private async makeRoom({ picture, staging }: Shot, needed: Uint32Array): Promise<void> {
    // Another frame may have made room already.
    if (staging.regions !== picture.regions) return;
    const most = Math.max(...needed);
    const wanted = Math.min(Math.ceil(1.25 * most), this.maxPairs);
    if (wanted > this.pairs.capacity) await this.grow(wanted);
    if (most <= this.pairs.capacity) return;
    const regions = splitCrowded(picture.regions, needed, this.pairs.capacity);
    if (regions.length === picture.regions.length)
      throw new AppError('out-of-memory', {
        message: `a tile needs ${most} pairs, more than one binding holds`,
        stage: 'render',
      });
    picture.divide(regions);
  }

  private async grow(capacity: number): Promise<void> {
    const { device } = this.context;
    this.pairs.destroy();
    const small = new PairBuffers(device, this.kernels, 1);
    this.pairs = small;
    this.pairs = await this.context.allocating(
      `${capacity} pairs`,
      () => new PairBuffers(device, this.kernels, capacity),
    );
    small.destroy();
  }

  private submit({ view, background, picture, staging }: Shot): void {
    const { cloud, pairs, timer } = this;
    const { device } = this.context;
    const depthBits = bitsOfDepths(cloud, view);
    const { regions, regionUniforms: uniforms } = picture;
    device.queue.writeBuffer(cloud.frame, 0, frameUniform(view, background, cloud.count));
    device.queue.writeBuffer(uniforms, 0, regionUniforms(regions, view, pairs.capacity));
    const encoder = device.createCommandEncoder({ label: 'frame' });
    timer.start();
    encoder.clearBuffer(picture.totals);
    cloud.encode(encoder, timer, depthBits);
    for (let index = 0; index < regions.length; index++) {
      encoder.clearBuffer(picture.ranges);
      cloud.encodePlaces(encoder, timer, depthBits, picture, index);
      pairs.encode(encoder, timer, cloud, depthBits, picture, index);
      timer.pass(encoder, 'blend', (pass) => {
        picture.blend(pass, cloud, pairs, index);
      });
    }
    timer.finish(encoder);
    picture.copyOut(encoder, staging, pairs.capacity);
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
