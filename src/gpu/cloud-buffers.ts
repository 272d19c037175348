import type { GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import { drawableCloud } from '../core/rasterize/drawable.ts';
import type { CloudResources, PictureResources } from './frame-buffers.ts';
import type { FrameTimer } from './frame-timer.ts';
import { bind, BufferSet } from './kernel.ts';
import { paddedScanLength, type PrefixSumJob } from './prefix-sum.ts';
import type { RadixSortJob } from './radix-sort.ts';
import { planScan, planSort, SORT_SHAPES } from './sort-plan.ts';
import { FRAME_BYTES } from './frame-uniform.ts';
import { regionBinding } from './region.ts';
import { ShBuffers } from './sh-buffers.ts';
import type { SplatKernels } from './splat-kernels.ts';

const THREADS = 256;
const INPUT = () => GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;

/** A cloud on the device: all buffers whose size depends only on the number of Gaussians and on the SH degree. */
export class CloudBuffers implements CloudResources {
  readonly count: number;
  /** The largest distance of a Gaussian's centre from the world's origin, in world units. */
  readonly maxDistance: number;
  readonly frame: GPUBuffer;
  readonly splats: GPUBuffer;
  readonly paint: GPUBuffer;
  readonly places: GPUBuffer;
  readonly covered: GPUBuffer;
  readonly scan: PrefixSumJob;
  private readonly sh: ShBuffers | undefined;
  private readonly sort: RadixSortJob;
  private readonly buffers: BufferSet;
  private readonly projectGroup: GPUBindGroup;

  /** @param maxBindingBytes size of the largest binding. SH coefficients that need more are bound in slices */
  constructor(
    private readonly device: GPUDevice,
    private readonly kernels: SplatKernels,
    source: GaussianCloud,
    maxBindingBytes: number,
  ) {
    const cloud = drawableCloud(source);
    const { count } = cloud;
    const buffers = new BufferSet(device);
    this.buffers = buffers;
    this.count = count;
    this.maxDistance = maxDistanceOf(cloud);
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
    this.places = buffers.make('places', 4 * paddedScanLength(count), GPUBufferUsage.STORAGE);
    this.covered = buffers.make('covered', 4 * count, GPUBufferUsage.STORAGE);
    this.sort = kernels.sort.prepare(buffers, sortPlan, count, 'depth');
    this.scan = kernels.prefixSum.prepare(buffers, scanPlan, this.places, count);
    const xyz = this.upload('xyz', cloud.xyz, INPUT());
    const shDc = this.upload('shDc', cloud.shDc, INPUT());
    this.projectGroup = bind(device, kernels.project, [
      this.frame,
      xyz,
      shDc,
      this.upload('shape', packShapes(cloud), INPUT()),
      this.upload('rotation', cloud.rotation, INPUT()),
      this.splats,
      this.paint,
      this.sort.input.keys,
      this.sort.input.values,
    ]);
    const { frame, splats, paint } = this;
    const shaded = { frame, xyz, shDc, splats, paint };
    this.sh =
      cloud.sh && new ShBuffers(device, kernels, buffers, shaded, cloud.sh, maxBindingBytes);
  }

  /** Splat indices in drawing order. Valid after `encode` with the same `depthBits`. */
  order(depthBits: number): GPUBuffer {
    return this.sort.result(depthBits).values;
  }

  /**
   * Encodes the projection, the shading and the depth sort. Call this once per frame.
   * @param depthBits the number of low bits in which depth keys can differ
   */
  encode(encoder: GPUCommandEncoder, timer: FrameTimer, depthBits: number): void {
    timer.pass(encoder, 'project', (pass) => {
      pass.setPipeline(this.kernels.project);
      pass.setBindGroup(0, this.projectGroup);
      pass.dispatchWorkgroups(this.groups);
      this.sh?.encode(pass);
    });
    timer.pass(encoder, 'depth sort', (pass) => {
      this.sort.encode(pass, depthBits);
    });
  }

  /** Encodes the compute pass that finds the index of each splat's first pair in region `index`. */
  encodePlaces(
    encoder: GPUCommandEncoder,
    timer: FrameTimer,
    depthBits: number,
    picture: PictureResources,
    index: number,
  ): void {
    const { countTiles } = this.kernels;
    const region = regionBinding(picture.regionUniforms, index);
    const { frame, splats, places, covered } = this;
    const order = this.order(depthBits);
    timer.pass(encoder, 'places', (pass) => {
      const resources = [frame, region, splats, order, places, covered, picture.totals];
      pass.setPipeline(countTiles);
      pass.setBindGroup(0, bind(this.device, countTiles, resources));
      pass.dispatchWorkgroups(this.groups);
      this.scan.encode(pass);
    });
  }

  destroy(): void {
    this.buffers.destroy();
  }

  private get groups(): number {
    return Math.max(1, Math.ceil(this.count / THREADS));
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

/**
 * Three log scales and the opacity logit per Gaussian, interleaved. Together they take one binding instead of two.
 */
function packShapes({ count, logScale, opacityLogit }: GaussianCloud): Float32Array<ArrayBuffer> {
  const shape = new Float32Array(4 * count);
  for (let i = 0; i < count; i++) {
    shape[4 * i] = logScale[3 * i];
    shape[4 * i + 1] = logScale[3 * i + 1];
    shape[4 * i + 2] = logScale[3 * i + 2];
    shape[4 * i + 3] = opacityLogit[i];
  }
  return shape;
}

function maxDistanceOf({ xyz }: GaussianCloud): number {
  let square = 0;
  for (let i = 0; i < xyz.length; i += 3)
    square = Math.max(square, xyz[i] ** 2 + xyz[i + 1] ** 2 + xyz[i + 2] ** 2);
  return Math.sqrt(square);
}
