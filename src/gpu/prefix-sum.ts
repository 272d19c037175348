import reduceCode from '../../shaders/scan-reduce.wgsl?raw';
import spreadCode from '../../shaders/scan-spread.wgsl?raw';
import topCode from '../../shaders/scan-top.wgsl?raw';
import workgroupScan from '../../shaders/workgroup-scan.wgsl?raw';
import { bind, createKernel, type BufferSet } from './kernel.ts';
import { blocksFor, PLAN } from './sort-plan.ts';

/** Which of a plan's two lengths is summed over. */
export type PlannedLength = 'keys' | 'digits';

/** One prefix sum over one buffer, ready to be encoded any number of times. */
export interface PrefixSumJob {
  /** sums[0] is the total afterwards. */
  sums: GPUBuffer;
  encode(pass: GPUComputePassEncoder): void;
}

/** Exclusive prefix sum of u32 in place, in three dispatches whose sizes lie in a plan buffer. */
export class PrefixSum {
  private constructor(
    private readonly device: GPUDevice,
    private readonly length: PlannedLength,
    private readonly kernels: readonly GPUComputePipeline[],
  ) {}

  static async create(device: GPUDevice, length: PlannedLength): Promise<PrefixSum> {
    const LENGTH = length === 'keys' ? PLAN.KEYS : PLAN.DIGITS;
    const BLOCKS = length === 'keys' ? PLAN.KEY_BLOCKS : PLAN.DIGIT_BLOCKS;
    const kernels = await Promise.all([
      createKernel(device, {
        entryPoint: 'scanReduce',
        code: [workgroupScan, reduceCode],
        constants: { LENGTH },
      }),
      createKernel(device, {
        entryPoint: 'scanTop',
        code: [workgroupScan, topCode],
        constants: { BLOCKS },
      }),
      createKernel(device, {
        entryPoint: 'scanSpread',
        code: [workgroupScan, spreadCode],
        constants: { LENGTH },
      }),
    ]);
    return new PrefixSum(device, length, kernels);
  }

  /** `data` holds room for whole blocks of `capacity` numbers. */
  prepare(buffers: BufferSet, plan: GPUBuffer, data: GPUBuffer, capacity: number): PrefixSumJob {
    const { device } = this;
    const [reduce, top, spread] = this.kernels;
    const sums = buffers.make('block sums', 4 * (1 + blocksFor(capacity)), GPUBufferUsage.STORAGE);
    const reduceGroup = bind(device, reduce, [plan, data, sums]);
    const topGroup = bind(device, top, [plan, sums]);
    const spreadGroup = bind(device, spread, [plan, data, sums]);
    const dispatch = 4 * (this.length === 'keys' ? PLAN.KEY_BLOCKS : PLAN.DIGIT_BLOCKS);
    return {
      sums,
      encode(pass) {
        pass.setPipeline(reduce);
        pass.setBindGroup(0, reduceGroup);
        pass.dispatchWorkgroupsIndirect(plan, dispatch);
        pass.setPipeline(top);
        pass.setBindGroup(0, topGroup);
        pass.dispatchWorkgroups(1);
        pass.setPipeline(spread);
        pass.setBindGroup(0, spreadGroup);
        pass.dispatchWorkgroupsIndirect(plan, dispatch);
      },
    };
  }
}
