import reduceSerial from '../../shaders/scan/scan-reduce-serial.wgsl?raw';
import reduceCode from '../../shaders/scan/scan-reduce.wgsl?raw';
import spreadSerial from '../../shaders/scan/scan-spread-serial.wgsl?raw';
import spreadCode from '../../shaders/scan/scan-spread.wgsl?raw';
import topSerial from '../../shaders/scan/scan-top-serial.wgsl?raw';
import topCode from '../../shaders/scan/scan-top.wgsl?raw';
import workgroupScan from '../../shaders/scan/workgroup-scan.wgsl?raw';
import { bind, createKernel, type BufferSet } from './kernel.ts';
import { PLAN, scanBlocks, SORT_SHAPES, type SortVariant } from './sort-plan.ts';

/** A prefix sum over one buffer. The sum can be encoded any number of times. */
export interface PrefixSumJob {
  /** After the kernels have run, sums[0] is the total. */
  sums: GPUBuffer;
  encode(pass: GPUComputePassEncoder): void;
}

/**
 * The length in u32 of a buffer for a prefix sum over `length` numbers. The kernels load whole blocks of 2,048
 * numbers.
 */
export const paddedScanLength = (length: number): number => 2048 * Math.ceil(length / 2048);

/** Exclusive prefix sum of u32, in place. The sum takes three dispatches. Their sizes are read from a plan buffer. */
export class PrefixSum {
  private constructor(
    private readonly device: GPUDevice,
    private readonly variant: SortVariant,
    private readonly kernels: readonly GPUComputePipeline[],
  ) {}

  static async create(device: GPUDevice, variant: SortVariant): Promise<PrefixSum> {
    const BLOCK = { BLOCK: SORT_SHAPES[variant].scanBlock };
    const serial = variant === 'serial';
    const make = (entryPoint: string, code: string[], constants?: Record<string, number>) =>
      createKernel(device, { entryPoint, code, constants });
    const kernels = await Promise.all([
      serial
        ? make('scanReduce', [reduceSerial], BLOCK)
        : make('scanReduce', [workgroupScan, reduceCode]),
      serial
        ? make('scanTop', [topSerial], BLOCK)
        : make('scanTop', [workgroupScan, topCode], BLOCK),
      serial
        ? make('scanSpread', [spreadSerial], BLOCK)
        : make('scanSpread', [workgroupScan, spreadCode]),
    ]);
    return new PrefixSum(device, variant, kernels);
  }

  /**
   * Prepares the sum over one buffer.
   * @param plan a plan of src/gpu/sort-plan.ts; the plan's `NUMBERS` is how many numbers are summed
   * @param data a buffer of `paddedScanLength(capacity)` numbers
   * @param capacity the largest number of numbers that can be summed
   */
  prepare(buffers: BufferSet, plan: GPUBuffer, data: GPUBuffer, capacity: number): PrefixSumJob {
    const { device } = this;
    const [reduce, top, spread] = this.kernels;
    const blocks = scanBlocks(capacity, SORT_SHAPES[this.variant]);
    const sums = buffers.make('block sums', 4 * (1 + blocks), GPUBufferUsage.STORAGE);
    const reduceGroup = bind(device, reduce, [plan, data, sums]);
    const topGroup = bind(device, top, [plan, sums]);
    const spreadGroup = bind(device, spread, [plan, data, sums]);
    return {
      sums,
      encode(pass) {
        pass.setPipeline(reduce);
        pass.setBindGroup(0, reduceGroup);
        pass.dispatchWorkgroupsIndirect(plan, 4 * PLAN.SCAN_GROUPS);
        pass.setPipeline(top);
        pass.setBindGroup(0, topGroup);
        pass.dispatchWorkgroups(1);
        pass.setPipeline(spread);
        pass.setBindGroup(0, spreadGroup);
        pass.dispatchWorkgroupsIndirect(plan, 4 * PLAN.SCAN_GROUPS);
      },
    };
  }
}
