import type { View } from '../core/rasterize/view.ts';
import type { CloudBuffers } from './cloud-buffers.ts';
import { bind, BufferSet } from './kernel.ts';
import type { RadixSortJob } from './radix-sort.ts';
import { PLAN } from './sort-plan.ts';
import type { SplatKernels } from './splat-kernels.ts';

const THREADS = 256;

/** Bits that hold every tile index. */
const tileBits = ({ tilesX, tilesY }: View) => Math.max(1, Math.ceil(Math.log2(tilesX * tilesY)));

/** The (tile, splat) pairs of a frame. How many there are is known on the device only. */
export class PairBuffers {
  /** u32: the pairs that the last frame had, also those that found no room. */
  readonly needed: GPUBuffer;
  private readonly buffers: BufferSet;
  private readonly limits: GPUBuffer;
  private readonly plan: GPUBuffer;
  private readonly sort: RadixSortJob;

  constructor(
    private readonly device: GPUDevice,
    private readonly kernels: SplatKernels,
    readonly capacity: number,
  ) {
    const { STORAGE, COPY_SRC, COPY_DST, UNIFORM, INDIRECT } = GPUBufferUsage;
    const buffers = new BufferSet(device);
    this.buffers = buffers;
    this.needed = buffers.make('pairs needed', 4, STORAGE | COPY_SRC);
    this.plan = buffers.make('pair plan', 4 * PLAN.LENGTH, STORAGE | INDIRECT);
    this.limits = buffers.make('pair limits', 4, UNIFORM | COPY_DST);
    this.sort = kernels.sort.prepare(buffers, this.plan, capacity, 'pair');
    device.queue.writeBuffer(this.limits, 0, new Uint32Array([capacity]));
  }

  /** Splat indices tile by tile, nearest first, after `encode`. */
  splats(view: View): GPUBuffer {
    return this.sort.result(tileBits(view)).values;
  }

  /** Emits the pairs, sorts them by tile and notes each tile's range in `ranges`, cleared before. */
  encode(
    pass: GPUComputePassEncoder,
    cloud: CloudBuffers,
    depthBits: number,
    view: View,
    ranges: GPUBuffer,
  ): void {
    const { device, kernels, plan } = this;
    const bits = tileBits(view);
    pass.setPipeline(kernels.planPairs);
    pass.setBindGroup(
      0,
      bind(device, kernels.planPairs, [this.limits, cloud.scan.sums, plan, this.needed]),
    );
    pass.dispatchWorkgroups(1);
    pass.setPipeline(kernels.emitPairs);
    pass.setBindGroup(
      0,
      bind(device, kernels.emitPairs, [
        cloud.frame,
        cloud.splats,
        cloud.order(depthBits),
        cloud.places,
        plan,
        this.sort.input.keys,
        this.sort.input.values,
      ]),
    );
    pass.dispatchWorkgroups(Math.max(1, Math.ceil(cloud.count / THREADS)));
    this.sort.encode(pass, bits);
    pass.setPipeline(kernels.tileRanges);
    pass.setBindGroup(
      0,
      bind(device, kernels.tileRanges, [plan, this.sort.result(bits).keys, ranges]),
    );
    pass.dispatchWorkgroupsIndirect(plan, 4 * PLAN.SORT_GROUPS);
  }

  destroy(): void {
    this.buffers.destroy();
  }
}
