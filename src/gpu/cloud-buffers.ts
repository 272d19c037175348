import type { GaussianCloud } from '../core/gaussian-cloud.ts';
import { drawableCloud } from '../core/rasterize/drawable.ts';
import { bind, BufferSet } from './kernel.ts';
import { scanRoom, type PrefixSumJob } from './prefix-sum.ts';
import type { KeysAndValues, RadixSortJob } from './radix-sort.ts';
import { planScan, planSort, SORT_SHAPES } from './sort-plan.ts';
import { FRAME_BYTES } from './frame-uniform.ts';
import type { SplatKernels } from './splat-kernels.ts';

const THREADS = 256;
const INPUT = () => GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;

/** A cloud on the device, with everything whose size depends on its count alone. */
export class CloudBuffers {
  readonly count: number;
  /** Largest distance of a centre from the world's origin. */
  readonly reach: number;
  readonly frame: GPUBuffer;
  readonly splats: GPUBuffer;
  readonly paint: GPUBuffer;
  /** Per splat in drawing order: its number of pairs, then their first place. */
  readonly places: GPUBuffer;
  readonly scan: PrefixSumJob;
  private readonly sort: RadixSortJob;
  private readonly buffers: BufferSet;
  private readonly projectGroup: GPUBindGroup;

  constructor(
    private readonly device: GPUDevice,
    private readonly kernels: SplatKernels,
    source: GaussianCloud,
  ) {
    const cloud = drawableCloud(source);
    const { count } = cloud;
    const buffers = new BufferSet(device);
    this.buffers = buffers;
    this.count = count;
    this.reach = farthest(cloud);
    const planUsage = INPUT() | GPUBufferUsage.INDIRECT;
    const shape = SORT_SHAPES[kernels.variant];
    const sortPlan = this.upload('depth plan', planSort(count, shape), planUsage);
    const scanPlan = this.upload('place plan', planScan(count, shape), planUsage);
    this.frame = buffers.make(
      'frame',
      FRAME_BYTES,
      GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    );
    this.splats = buffers.make('splats', 32 * count, GPUBufferUsage.STORAGE);
    this.paint = buffers.make('paint', 16 * count, GPUBufferUsage.STORAGE);
    this.places = buffers.make('places', 4 * scanRoom(count), GPUBufferUsage.STORAGE);
    this.sort = kernels.sort.prepare(buffers, sortPlan, count, 'depth');
    this.scan = kernels.prefixSum.prepare(buffers, scanPlan, this.places, count);
    this.projectGroup = bind(device, kernels.project, [
      this.frame,
      this.upload('xyz', cloud.xyz, INPUT()),
      this.upload('shDc', cloud.shDc, INPUT()),
      this.upload('shape', shapes(cloud), INPUT()),
      this.upload('rotation', cloud.rotation, INPUT()),
      this.splats,
      this.paint,
      this.sort.input.keys,
      this.sort.input.values,
    ]);
  }

  /** Splat indices in drawing order, after `encode` with the same bits. */
  order(depthBits: number): KeysAndValues['values'] {
    return this.sort.result(depthBits).values;
  }

  /** Project, sort by depth, and find each splat's place among the pairs. */
  encode(pass: GPUComputePassEncoder, depthBits: number): void {
    const groups = Math.max(1, Math.ceil(this.count / THREADS));
    pass.setPipeline(this.kernels.project);
    pass.setBindGroup(0, this.projectGroup);
    pass.dispatchWorkgroups(groups);
    this.sort.encode(pass, depthBits);
    pass.setPipeline(this.kernels.countTiles);
    pass.setBindGroup(
      0,
      bind(this.device, this.kernels.countTiles, [
        this.frame,
        this.splats,
        this.order(depthBits),
        this.places,
      ]),
    );
    pass.dispatchWorkgroups(groups);
    this.scan.encode(pass);
  }

  destroy(): void {
    this.buffers.destroy();
  }

  private upload(
    label: string,
    data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>,
    usage: GPUBufferUsageFlags,
  ): GPUBuffer {
    const buffer = this.buffers.make(label, data.byteLength, usage);
    this.device.queue.writeBuffer(buffer, 0, data);
    return buffer;
  }
}

/** Log scales and opacity logit in fours: one binding less than apart. */
function shapes({ count, logScale, opacityLogit }: GaussianCloud): Float32Array<ArrayBuffer> {
  const shape = new Float32Array(4 * count);
  for (let i = 0; i < count; i++) {
    shape[4 * i] = logScale[3 * i];
    shape[4 * i + 1] = logScale[3 * i + 1];
    shape[4 * i + 2] = logScale[3 * i + 2];
    shape[4 * i + 3] = opacityLogit[i];
  }
  return shape;
}

function farthest({ xyz }: GaussianCloud): number {
  let square = 0;
  for (let i = 0; i < xyz.length; i += 3)
    square = Math.max(square, xyz[i] ** 2 + xyz[i + 1] ** 2 + xyz[i + 2] ** 2);
  return Math.sqrt(square);
}
