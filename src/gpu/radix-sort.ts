import countCode from '../../shaders/radix-count.wgsl?raw';
import digitsCode from '../../shaders/radix-digits.wgsl?raw';
import scatterCode from '../../shaders/radix-scatter.wgsl?raw';
import { bind, createKernel, type BufferSet } from './kernel.ts';
import { PrefixSum, type PrefixSumJob } from './prefix-sum.ts';
import { BLOCK, blocksFor, PLAN } from './sort-plan.ts';

const DIGIT_BITS = 4;
/** Offsets into a uniform buffer must be multiples of this. */
const UNIFORM_STEP = 256;

export interface KeysAndValues {
  keys: GPUBuffer;
  values: GPUBuffer;
}

/** A sort over buffers of its own: fill `input`, encode, find the result where `result(bits)` says. */
export interface RadixSortJob {
  input: KeysAndValues;
  result(bits: number): KeysAndValues;
  /** Sorts keys below 2^bits, as many as the plan says. */
  encode(pass: GPUComputePassEncoder, bits: number): void;
}

/**
 * Stable least-significant-digit radix sort of u32 keys with u32 values, 4 bits a pass. It needs neither
 * subgroups nor progress of one workgroup while another waits, so it runs on any adapter.
 */
export class RadixSort {
  private constructor(
    private readonly device: GPUDevice,
    private readonly count: GPUComputePipeline,
    private readonly scatter: GPUComputePipeline,
    private readonly prefixSum: PrefixSum,
  ) {}

  static async create(device: GPUDevice): Promise<RadixSort> {
    const [count, scatter, prefixSum] = await Promise.all([
      createKernel(device, { entryPoint: 'radixCount', code: [digitsCode, countCode] }),
      createKernel(device, { entryPoint: 'radixScatter', code: [digitsCode, scatterCode] }),
      PrefixSum.create(device, 'digits'),
    ]);
    return new RadixSort(device, count, scatter, prefixSum);
  }

  /** `plan` (src/gpu/sort-plan.ts) must not promise more keys than `capacity`. */
  prepare(buffers: BufferSet, plan: GPUBuffer, capacity: number, label: string): RadixSortJob {
    const bytes = 4 * BLOCK * blocksFor(capacity);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    const pair = (side: string): KeysAndValues => ({
      keys: buffers.make(`${label} keys ${side}`, bytes, usage),
      values: buffers.make(`${label} values ${side}`, bytes, usage),
    });
    const sides = [pair('a'), pair('b')] as const;
    const digitCapacity = 16 * blocksFor(capacity);
    const digits = buffers.make(
      `${label} digits`,
      4 * BLOCK * blocksFor(digitCapacity),
      GPUBufferUsage.STORAGE,
    );
    const sum = this.prefixSum.prepare(buffers, plan, digits, digitCapacity);
    const groups = this.bindPasses(this.makeShifts(buffers), plan, sides, digits);
    return {
      input: sides[0],
      result: (bits) => sides[passesFor(bits) % 2],
      encode: (pass, bits) => this.encode(pass, plan, sum, groups.slice(0, passesFor(bits))),
    };
  }

  private makeShifts(buffers: BufferSet): GPUBuffer {
    const passes = 32 / DIGIT_BITS;
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const shifts = buffers.make('digit shifts', UNIFORM_STEP * passes, usage);
    const data = new Uint32Array((UNIFORM_STEP / 4) * passes);
    for (let pass = 0; pass < passes; pass++) data[(UNIFORM_STEP / 4) * pass] = DIGIT_BITS * pass;
    this.device.queue.writeBuffer(shifts, 0, data);
    return shifts;
  }

  private bindPasses(
    shifts: GPUBuffer,
    plan: GPUBuffer,
    sides: readonly [KeysAndValues, KeysAndValues],
    digits: GPUBuffer,
  ): PassGroups[] {
    return Array.from({ length: 32 / DIGIT_BITS }, (_, index) => {
      const from = sides[index % 2];
      const to = sides[(index + 1) % 2];
      const shift = { buffer: shifts, offset: UNIFORM_STEP * index, size: 16 };
      return {
        count: bind(this.device, this.count, [shift, plan, from.keys, digits]),
        scatter: bind(this.device, this.scatter, [
          shift,
          plan,
          from.keys,
          from.values,
          digits,
          to.keys,
          to.values,
        ]),
      };
    });
  }

  private encode(
    pass: GPUComputePassEncoder,
    plan: GPUBuffer,
    sum: PrefixSumJob,
    groups: readonly PassGroups[],
  ): void {
    for (const { count, scatter } of groups) {
      pass.setPipeline(this.count);
      pass.setBindGroup(0, count);
      pass.dispatchWorkgroupsIndirect(plan, 4 * PLAN.KEY_BLOCKS);
      sum.encode(pass);
      pass.setPipeline(this.scatter);
      pass.setBindGroup(0, scatter);
      pass.dispatchWorkgroupsIndirect(plan, 4 * PLAN.KEY_BLOCKS);
    }
  }
}

interface PassGroups {
  count: GPUBindGroup;
  scatter: GPUBindGroup;
}

const passesFor = (bits: number) => Math.ceil(bits / DIGIT_BITS);
