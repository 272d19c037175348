import type { CloudResources, PairResources, PictureResources } from './frame-buffers.ts';
import type { FrameTimer } from './frame-timer.ts';
import { bind, BufferSet } from './kernel.ts';
import type { RadixSortJob } from './radix-sort.ts';
import { regionBinding, tileCount, type Region } from './region.ts';
import { PLAN } from './sort-plan.ts';
import type { SplatKernels } from './splat-kernels.ts';

const THREADS = 256;

/** The number of bits that the tile keys of a region need. */
const tileBits = (region: Region) => Math.ceil(Math.log2(tileCount(region)));

/**
 * The (tile, splat) pairs of a region. The device computes how many there are. The CPU reads this number only after
 * the frame.
 */
export class PairBuffers implements PairResources {
  private readonly buffers: BufferSet;
  private readonly plan: GPUBuffer;
  private readonly sort: RadixSortJob;

  /** @param capacity the largest number of pairs that the buffers can contain */
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

  /**
   * The sorted pairs of `region`, tile by tile, nearest first. Each pair is a u32: the splat's index, and in the high
   * four bits the quarters of the tile that the splat reaches. Valid after `encode` for the same region.
   */
  splats(region: Region): GPUBuffer {
    return this.sort.result(tileBits(region)).values;
  }

  /**
   * Encodes the compute passes that write the pairs of region `index`, sort the pairs by tile, and find each tile's
   * range of pairs. Call the cloud's `encodePlaces` for the same region first.
   */
  encode(
    encoder: GPUCommandEncoder,
    timer: FrameTimer,
    cloud: CloudResources,
    depthBits: number,
    picture: PictureResources,
    index: number,
  ): void {
    const keyBits = tileBits(picture.regions[index]);
    const region = regionBinding(picture.regionUniforms, index);
    timer.pass(encoder, 'pairs', (pass) => {
      this.planAndEmit(pass, cloud, depthBits, region, picture.totals);
    });
    timer.pass(encoder, 'tile sort', (pass) => {
      this.sort.encode(pass, keyBits);
    });
    timer.pass(encoder, 'ranges', (pass) => {
      const { tileRanges } = this.kernels;
      const { keys } = this.sort.result(keyBits);
      pass.setPipeline(tileRanges);
      pass.setBindGroup(0, bind(this.device, tileRanges, [this.plan, keys, picture.ranges]));
      pass.dispatchWorkgroupsIndirect(this.plan, 4 * PLAN.SORT_GROUPS);
    });
  }

  destroy(): void {
    this.buffers.destroy();
  }

  private planAndEmit(
    pass: GPUComputePassEncoder,
    cloud: CloudResources,
    depthBits: number,
    region: GPUBufferBinding,
    totals: GPUBuffer,
  ): void {
    const { planPairs, emitPairs } = this.kernels;
    const { frame, splats, places, covered, scan } = cloud;
    const { keys, values } = this.sort.input;
    const planBindings = [frame, region, scan.sums, this.plan, totals];
    pass.setPipeline(planPairs);
    pass.setBindGroup(0, bind(this.device, planPairs, planBindings));
    pass.dispatchWorkgroups(1);
    const order = cloud.order(depthBits);
    const pairBindings = [frame, region, splats, order, places, covered, keys, values];
    pass.setPipeline(emitPairs);
    pass.setBindGroup(0, bind(this.device, emitPairs, pairBindings));
    pass.dispatchWorkgroups(Math.max(1, Math.ceil(cloud.count / THREADS)));
  }
}
