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
import { PictureBuffers, type PictureFormat } from './picture-buffers.ts';
import { regionUniforms, splitCrowded } from './region.ts';
import type { SortVariant } from './sort-plan.ts';
import { splatKernels, type SplatKernels } from './splat-kernels.ts';
import type { Staging } from './staging.ts';

/** Options for tests and measurements. */
export interface GpuRasterizerOptions {
  /** Default: `serial` on software adapters, else `cooperative`. */
  variant?: SortVariant;
  /**
   * Bytes of the largest binding. Pictures, pairs and SH coefficients that need more are processed in several
   * bindings. Default: the device's limit, at most 2^28.
   */
  maxBindingBytes?: number;
  /** Whether the steps of each frame are timed, for `times`. Default: false. */
  timed?: boolean;
}

/** Bytes of the largest binding. Larger ones would need dispatches of more than 65,535 workgroups. */
const MAX_BINDING_BYTES = 2 ** 28;
/** The initial capacity in pairs, before a cloud is loaded. Less if a binding is smaller. */
const MIN_PAIRS = 1 << 16;
/** Bytes per Gaussian of the largest buffer that must fit into one binding. This limits the number of Gaussians. */
const SPLAT_BYTES = 32;
/** The capacity in pairs per splat of a new cloud. A frame that needs more is drawn again with larger buffers. */
const TILES_PER_SPLAT = 4;

/** One call of `render` or `renderBytes`. */
interface FrameRequest {
  view: View;
  background: RenderOptions['background'];
  picture: PictureBuffers;
  staging: Staging;
}

/**
 * The rasterizer in WGSL: project → sort by depth → places → pairs → sort by tile → ranges → blend
 * (docs/rasterizer.md). A frame is one submission. Only the finished picture and the numbers of pairs are read back.
 * Two frames may be in flight. Request the next frame before the last is received: then the device and the CPU work
 * at the same time.
 */
export class GpuRasterizer implements Rasterizer {
  readonly kind = 'webgpu';
  readonly atOnce = 2;
  private picture: PictureBuffers | undefined;
  /** Settles when the last call has left the queue: the call is done, or the call's frame has been submitted. */
  private lastCall: Promise<unknown> = Promise.resolve();
  /** Settles when the last submission or change of the buffers has finished. */
  private lastAccess: Promise<unknown> = Promise.resolve();
  private readonly inFlight = new Set<Promise<unknown>>();

  private constructor(
    private readonly context: GpuContext,
    private readonly kernels: SplatKernels,
    private cloud: CloudBuffers,
    private pairs: PairBuffers,
    private readonly maxBindingBytes: number,
    private readonly timer: FrameTimer,
  ) {}

  /** Compiles the kernels. @throws AppError `device-lost` */
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

  /**
   * @throws AppError `out-of-memory` if the cloud does not fit into one binding or the device's memory; `device-lost`
   */
  load(cloud: GaussianCloud): Promise<void> {
    return this.enqueue(async () => {
      await this.waitForFrames();
      if (SPLAT_BYTES * cloud.count > this.maxBindingBytes)
        throw new AppError('out-of-memory', {
          message: `${cloud.count} Gaussians do not fit into one binding`,
          stage: 'render',
        });
      // The old cloud is freed first, because two large clouds may not fit. If the new cloud does not fit,
      // `this.cloud` is empty.
      this.cloud.destroy();
      const empty = this.makeCloud(emptyCloud(0));
      this.cloud = empty;
      this.cloud = await this.context.allocating(`${cloud.count} Gaussians`, () =>
        this.makeCloud(cloud),
      );
      empty.destroy();
      const guess = Math.min(TILES_PER_SPLAT * cloud.count, this.maxPairs);
      if (guess > this.pairs.capacity) await this.resizePairs(guess);
    });
  }

  /** @throws AppError `camera-invalid`, `out-of-memory` or `device-lost` */
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

  /** @throws as `render` */
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

  /**
   * The milliseconds that each step of the last frame took on the device. Undefined unless the rasterizer is `timed`
   * and the device has `timestamp-query`.
   */
  times(): Promise<FrameTimes | undefined> {
    return this.enqueue(async () => {
      await this.waitForFrames();
      return this.timer.read();
    });
  }

  /** Frees the buffers. The device's owner destroys the device. */
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

  /** Runs calls one after the other, in the order in which they were made. */
  private enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.lastCall.then(() => this.withDeviceLoss(work));
    this.lastCall = result.catch(() => undefined);
    return result;
  }

  /** Runs `work` after all earlier work on the buffers: no submission runs during a change of the buffers. */
  private exclusively<T>(work: () => T | Promise<T>): Promise<T> {
    const result = this.lastAccess.then(work);
    this.lastAccess = result.catch(() => undefined);
    return result;
  }

  /** Runs `work`; an error that the loss of the device caused becomes `device-lost`. */
  private async withDeviceLoss<T>(work: () => Promise<T>): Promise<T> {
    this.context.assertAlive();
    try {
      return await work();
    } catch (error) {
      throw await this.context.explain(error);
    }
  }

  private async waitForFrames(): Promise<void> {
    await Promise.allSettled(this.inFlight);
  }

  /**
   * Draws one frame. The next call in the queue may start as soon as the frame is submitted. The picture is awaited
   * outside the queue.
   */
  private async draw<T>(
    camera: Camera,
    background: RenderOptions['background'],
    format: PictureFormat,
    convert: (pictures: ArrayBuffer[]) => T,
  ): Promise<T> {
    const { frame } = await this.enqueue(async () => {
      const view = viewOf(camera);
      const picture = await this.pictureFor(view, format);
      let staging = picture.freeStaging();
      while (!staging) {
        await Promise.race(this.inFlight);
        staging = picture.freeStaging();
      }
      const request: FrameRequest = { view, background, picture, staging };
      await this.exclusively(() => {
        this.submit(request);
      });
      const frame = this.withDeviceLoss(() => this.receive(request, convert));
      const settled: Promise<unknown> = frame.catch(() => undefined);
      this.inFlight.add(settled);
      void settled.then(() => this.inFlight.delete(settled));
      // The promise is wrapped in an object, because an async function would await it here.
      return { frame };
    });
    return frame;
  }

  /** Waits for the picture. Draws it again, with larger buffers or smaller regions, if its pairs did not fit. */
  private async receive<T>(
    request: FrameRequest,
    convert: (pictures: ArrayBuffer[]) => T,
  ): Promise<T> {
    const { staging } = request;
    try {
      for (;;) {
        const { needed, result } = await staging.read(convert);
        if (result !== undefined) return result;
        await this.exclusively(async () => {
          await this.fitPairs(request, needed);
          this.submit(request);
        });
      }
    } finally {
      staging.busy = false;
    }
  }

  /** The buffers for a picture of this size and format: the buffers of the last frame if they fit, or new buffers. */
  private async pictureFor(view: View, format: PictureFormat): Promise<PictureBuffers> {
    const { width, height } = view;
    const { picture } = this;
    if (
      picture?.format === format &&
      picture.view.width === width &&
      picture.view.height === height
    )
      return picture;
    const { device } = this.context;
    const pixelBytes = format === 'float' ? 16 : 4;
    if (pixelBytes * width * height > device.limits.maxBufferSize)
      throw new AppError('out-of-memory', {
        message: `a picture of ${width}×${height} does not fit into one buffer`,
        stage: 'render',
      });
    await this.waitForFrames();
    picture?.destroy();
    this.picture = undefined;
    this.picture = await this.context.allocating(
      `a picture of ${width}×${height}`,
      () => new PictureBuffers(device, this.kernels, format, view, this.maxBindingBytes),
    );
    return this.picture;
  }

  /** Enlarges the pair buffers up to the size of one binding. If this is not enough, divides the regions. */
  private async fitPairs({ picture, staging }: FrameRequest, needed: Uint32Array): Promise<void> {
    // Another frame may have changed the regions already.
    if (staging.regions !== picture.regions) return;
    const most = Math.max(...needed);
    const capacity = Math.min(Math.ceil(1.25 * most), this.maxPairs);
    if (capacity > this.pairs.capacity) await this.resizePairs(capacity);
    if (most <= this.pairs.capacity) return;
    const regions = splitCrowded(picture.regions, needed, this.pairs.capacity);
    if (regions.length === picture.regions.length)
      throw new AppError('out-of-memory', {
        message: `a tile needs ${most} pairs, which do not fit into one binding`,
        stage: 'render',
      });
    picture.setRegions(regions);
  }

  /** Replaces the pair buffers. The old buffers are freed first. */
  private async resizePairs(capacity: number): Promise<void> {
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

  /** Encodes and submits one frame. */
  private submit({ view, background, picture, staging }: FrameRequest): void {
    const { cloud, pairs, timer } = this;
    const { device } = this.context;
    const depthBits = depthKeyBits(cloud, view);
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
    picture.copyTo(encoder, staging, pairs.capacity);
    device.queue.submit([encoder.finish()]);
  }
}

/** The number of low bits in which depth keys can differ. A key is the bits of the depth minus the bits of `NEAR`. */
function depthKeyBits({ maxDistance }: CloudBuffers, { w2c }: View): number {
  const axis = Math.hypot(w2c[8], w2c[9], w2c[10]);
  const farthest = Math.max(RULES.NEAR, 1.001 * (axis * maxDistance + Math.abs(w2c[11])));
  const [near, far] = new Uint32Array(new Float32Array([RULES.NEAR, farthest]).buffer);
  return 32 - Math.clz32(far - near);
}
