import type { View } from '../core/rasterize/view.ts';
import type { CloudBuffers } from './cloud-buffers.ts';
import { bind, BufferSet } from './kernel.ts';
import type { PairBuffers } from './pair-buffers.ts';
import { bandsOf, pixelsOf, REGION_STEP, regionBinding, tileCount, type Region } from './region.ts';
import type { SplatKernels } from './splat-kernels.ts';
import { Staging } from './staging.ts';

/** What `blend` writes: RGBA and depth in float, or RGBA in 8 bits. */
export type Output = 'float' | 'bytes';

/** Bytes per pixel of each buffer of a picture. */
const PIXEL_BYTES = { float: [16, 4], bytes: [4] } as const;

/** Frames that may be under way at once: one is computed while the host takes the other. */
const IN_FLIGHT = 2;

/** Everything whose size depends on the picture. */
export class PictureBuffers {
  regions: readonly Region[];
  private readonly targets: { buffer: GPUBuffer; pixelBytes: number }[];
  private readonly buffers: BufferSet;
  private readonly stagings: Staging[] = [];
  private tables: { regions: GPUBuffer; totals: GPUBuffer; ranges: GPUBuffer; set: BufferSet };

  constructor(
    private readonly device: GPUDevice,
    private readonly kernels: SplatKernels,
    readonly output: Output,
    readonly view: View,
    maxBindingBytes: number,
  ) {
    const { STORAGE, COPY_SRC } = GPUBufferUsage;
    this.buffers = new BufferSet(device);
    const pixels = view.width * view.height;
    this.targets = PIXEL_BYTES[output].map((pixelBytes) => ({
      buffer: this.buffers.make(output, pixelBytes * pixels, STORAGE | COPY_SRC),
      pixelBytes,
    }));
    this.regions = bandsOf(view, Math.floor(maxBindingBytes / PIXEL_BYTES[output][0]));
    this.tables = this.makeTables();
  }

  /** u32 per region: the pairs that it needs, and those counted in 256s. Cleared before a frame. */
  get totals(): GPUBuffer {
    return this.tables.totals;
  }

  /** First and last pair of each tile of the region under way. Cleared before each region. */
  get ranges(): GPUBuffer {
    return this.tables.ranges;
  }

  /** Uniforms of the regions. */
  get regionUniforms(): GPUBuffer {
    return this.tables.regions;
  }

  /** Draws in other regions from now on. */
  divide(regions: readonly Region[]): void {
    this.regions = regions;
    this.tables.set.destroy();
    this.tables = this.makeTables();
  }

  /** Buffers for one more frame to be read through; undefined while enough are under way. */
  freeStaging(): Staging | undefined {
    const free = this.stagings.find((staging) => !staging.busy);
    if (free || this.stagings.length === IN_FLIGHT) return free;
    const staging = new Staging(
      this.device,
      this.targets.map(({ buffer }) => buffer.size),
    );
    this.stagings.push(staging);
    return staging;
  }

  blend(pass: GPUComputePassEncoder, cloud: CloudBuffers, pairs: PairBuffers, index: number): void {
    const region = this.regions[index];
    const kernel = this.kernels.blend[this.output];
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

  copyOut(encoder: GPUCommandEncoder, staging: Staging, capacity: number): void {
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
