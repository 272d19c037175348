import { shRestSize, type ShRest } from '../core/gaussians/gaussian-cloud.ts';
import { bind, type BufferSet } from './kernel.ts';
import type { SplatKernels } from './splat-kernels.ts';

const THREADS = 256;

/** The buffers that `shade` reads and writes, except the coefficients. */
interface ShadedBuffers {
  frame: GPUBuffer;
  xyz: GPUBuffer;
  shDc: GPUBuffer;
  splats: GPUBuffer;
  paint: GPUBuffer;
}

interface Slice {
  group: GPUBindGroup;
  groups: number;
}

/** The SH coefficients of a cloud on the device, in slices of Gaussians. Each slice fits into one binding. */
export class ShBuffers {
  private readonly slices: Slice[];
  private readonly pipeline: GPUComputePipeline;

  constructor(
    device: GPUDevice,
    kernels: SplatKernels,
    buffers: BufferSet,
    shaded: ShadedBuffers,
    { degree, rest }: ShRest,
    maxBindingBytes: number,
  ) {
    const { STORAGE, COPY_DST, UNIFORM } = GPUBufferUsage;
    const { frame, xyz, shDc, splats, paint } = shaded;
    const size = 3 * shRestSize(degree);
    const perSlice = Math.max(1, Math.floor(maxBindingBytes / (4 * size)));
    const count = rest.length / size;
    this.pipeline = kernels.shade[degree];
    this.slices = Array.from({ length: Math.ceil(count / perSlice) }, (_, index) => {
      const first = perSlice * index;
      const values = rest.subarray(size * first, size * Math.min(count, first + perSlice));
      const coefficients = buffers.make('sh', values.byteLength, STORAGE | COPY_DST);
      device.queue.writeBuffer(coefficients, 0, values);
      const slice = buffers.make('sh slice', 8, UNIFORM | COPY_DST);
      device.queue.writeBuffer(slice, 0, new Uint32Array([first, values.length / size]));
      const resources = [frame, slice, xyz, shDc, coefficients, splats, paint];
      return {
        group: bind(device, this.pipeline, resources),
        groups: Math.ceil(values.length / size / THREADS),
      };
    });
  }

  /** Encodes the shading of all Gaussians. */
  encode(pass: GPUComputePassEncoder): void {
    pass.setPipeline(this.pipeline);
    for (const { group, groups } of this.slices) {
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(groups);
    }
  }
}
