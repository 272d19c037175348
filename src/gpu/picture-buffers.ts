import type { View } from '../core/rasterize/view.ts';
import type { CloudResources, PairResources, PictureResources } from './frame-buffers.ts';
import { bind, BufferSet } from './kernel.ts';
import { bandsOf, pixelsOf, REGION_STEP, regionBinding, tileCount, type Region } from './region.ts';
import type { SplatKernels } from './splat-kernels.ts';
import { Staging } from './staging.ts';

/** The format in which `blend` writes the picture. `float`: RGBA and depth in f32. `bytes`: RGBA in 8 bits. */
export type PictureFormat = 'float' | 'bytes';

/** Bytes per pixel, for each buffer of a picture. */
const PIXEL_BYTES = { float: [16, 4], bytes: [4] } as const;

/** The largest number of frames in flight: the device computes one frame while the CPU reads the other. */
const MAX_IN_FLIGHT = 2;

/** All buffers whose size depends on the size of the picture. */
export class PictureBuffers implements PictureResources {
  regions: readonly Region[];
  private readonly targets: { buffer: GPUBuffer; pixelBytes: number }[];
  private readonly buffers: BufferSet;
  private readonly stagings: Staging[] = [];
  private tables: { regions: GPUBuffer; totals: GPUBuffer; ranges: GPUBuffer; set: BufferSet };

  /** @param maxBindingBytes size of the largest binding. A picture that needs more is drawn in bands of tile rows */
  constructor(
    private readonly device: GPUDevice,
    private readonly kernels: SplatKernels,
    readonly format: PictureFormat,
    readonly view: View,
    maxBindingBytes: number,
  ) {
    const { STORAGE, COPY_SRC } = GPUBufferUsage;
    this.buffers = new BufferSet(device);
    const pixels = view.width * view.height;
    this.targets = PIXEL_BYTES[format].map((pixelBytes) => ({
      buffer: this.buffers.make(format, pixelBytes * pixels, STORAGE | COPY_SRC),
      pixelBytes,
    }));
    this.regions = bandsOf(view, Math.floor(maxBindingBytes / PIXEL_BYTES[format][0]));
    this.tables = this.makeTables();
  }

  get totals(): GPUBuffer {
    return this.tables.totals;
  }

  get ranges(): GPUBuffer {
    return this.tables.ranges;
  }

  get regionUniforms(): GPUBuffer {
    return this.tables.regions;
  }

  /** Replaces the regions. Later frames are drawn in the new regions. */
  setRegions(regions: readonly Region[]): void {
    this.regions = regions;
    this.tables.set.destroy();
    this.tables = this.makeTables();
  }

  /** Staging buffers that are not in use. Undefined while `MAX_IN_FLIGHT` frames are in flight. */
  freeStaging(): Staging | undefined {
    const free = this.stagings.find((staging) => !staging.busy);
    if (free || this.stagings.length === MAX_IN_FLIGHT) return free;
    const staging = new Staging(
      this.device,
      this.targets.map(({ buffer }) => buffer.size),
    );
    this.stagings.push(staging);
    return staging;
  }

  /** Encodes the blending of region `index`. */
  blend(
    pass: GPUComputePassEncoder,
    cloud: CloudResources,
    pairs: PairResources,
    index: number,
  ): void {
    const region = this.regions[index];
    const kernel = this.kernels.blend[this.format];
    const { start, count } = pixelsOf(region, this.view);
    pass.setPipeline(kernel);
    pass.setBindGroup(
      0,
      bind(this.device, kernel, [
        cloud.frame,
        regionBinding(this.regionUniforms, index),
        cloud.splats,
        cloud.paint,
        pairs.splats(region),
        this.ranges,
        ...this.targets.map(({ buffer, pixelBytes }) => ({
          buffer,
          offset: pixelBytes * start,
          size: pixelBytes * count,
        })),
      ]),
    );
    pass.dispatchWorkgroups(region.right - region.left, region.bottom - region.top);
  }

  /**
   * Encodes commands that copy the picture and the numbers of pairs to `staging`.
   * @param capacity the number of pairs that fitted into the buffers
   */
  copyTo(encoder: GPUCommandEncoder, staging: Staging, capacity: number): void {
    staging.fill(
      encoder,
      this.targets.map(({ buffer }) => buffer),
      this.totals,
      this.regions,
      capacity,
    );
  }

  destroy(): void {
    this.buffers.destroy();
    this.tables.set.destroy();
    for (const staging of this.stagings) staging.destroy();
  }

  private makeTables() {
    const { STORAGE, COPY_SRC, COPY_DST, UNIFORM } = GPUBufferUsage;
    const set = new BufferSet(this.device);
    const { regions } = this;
    const tiles = Math.max(...regions.map(tileCount));
    return {
      set,
      regions: set.make('regions', REGION_STEP * regions.length, UNIFORM | COPY_DST),
      totals: set.make('pair totals', 8 * regions.length, STORAGE | COPY_SRC | COPY_DST),
      ranges: set.make('tile ranges', 8 * tiles, STORAGE | COPY_DST),
    };
  }
}
