import type { CloudBuffers } from './cloud-buffers.ts';
import type { FrameTimer } from './frame-timer.ts';
import { bind, BufferSet } from './kernel.ts';
import type { PictureBuffers } from './picture-buffers.ts';
import type { RadixSortJob } from './radix-sort.ts';
import { regionBinding, tileCount, type Region } from './region.ts';
import { PLAN } from './sort-plan.ts';
import type { SplatKernels } from './splat-kernels.ts';

const THREADS = 256;

/** Bits that hold the keys of every tile of a region. */
const tileBits = (region: Region) => Math.ceil(Math.log2(tileCount(region)));

/** The (tile, splat) pairs of a region. How many there are is known on the device only. */
export class PairBuffers {
  private readonly buffers: BufferSet;
  private readonly plan: GPUBuffer;
  private readonly sort: RadixSortJob;

  constructor(
    private readonly device: GPUDevice,
    private readonly kernels: SplatKernels,
    readonly capacity: number,
  ) {
    const { STORAGE, INDIRECT } = GPUBufferUsage;
    this.buffers = new BufferSet(device);
    this.plan = this.buffers.make('pair plan', 4 * PLAN.LENGTH, STORAGE | INDIRECT);
    this.sort = kernels.sort.prepare(this.buffers, this.plan, capacity, 'pair');
  }

  /** Splat indices tile by tile, nearest first, after `encode`. */
  splats(region: Region): GPUBuffer {
    return this.sort.result(tileBits(region)).values;
  }

  /** Emits the pairs whose places `cloud` has found, sorts them by tile and notes each tile's range. */
  encode(
    encoder: GPUCommandEncoder,
    timer: FrameTimer,
    cloud: CloudBuffers,
    depthBits: number,
    picture: PictureBuffers,
    index: number,
  ): void {
    const bits = tileBits(picture.regions[index]);
    const region = regionBinding(picture.regionUniforms, index);
    timer.pass(encoder, 'pairs', (pass) => {
      this.emit(pass, cloud, depthBits, region, picture.totals);
    });
    timer.pass(encoder, 'tile sort', (pass) => {
      this.sort.encode(pass, bits);
    });
    timer.pass(encoder, 'ranges', (pass) => {
      const { tileRanges } = this.kernels;
      const { keys } = this.sort.result(bits);
      pass.setPipeline(tileRanges);
      pass.setBindGroup(0, bind(this.device, tileRanges, [this.plan, keys, picture.ranges]));
      pass.dispatchWorkgroupsIndirect(this.plan, 4 * PLAN.SORT_GROUPS);
    });
  }

  destroy(): void {
    this.buffers.destroy();
  }

  private emit(
    pass: GPUComputePassEncoder,
    cloud: CloudBuffers,
    depthBits: number,
    region: GPUBufferBinding,
    totals: GPUBuffer,
  ): void {
    const { planPairs, emitPairs } = this.kernels;
    const { frame, splats, places, covered, scan } = cloud;
    const { keys, values } = this.sort.input;
    const sums = [frame, region, scan.sums, this.plan, totals];
    pass.setPipeline(planPairs);
    pass.setBindGroup(0, bind(this.device, planPairs, sums));
    pass.dispatchWorkgroups(1);
    const order = cloud.order(depthBits);
    const pairs = [frame, region, splats, order, places, covered, keys, values];
    pass.setPipeline(emitPairs);
    pass.setBindGroup(0, bind(this.device, emitPairs, pairs));
    pass.dispatchWorkgroups(Math.max(1, Math.ceil(cloud.count / THREADS)));
  }
}
