import countSerial from '../../shaders/sort/radix-count-serial.wgsl?raw';
import countCode from '../../shaders/sort/radix-count.wgsl?raw';
import digitsCode from '../../shaders/sort/radix-digits.wgsl?raw';
import scatterSerial from '../../shaders/sort/radix-scatter-serial.wgsl?raw';
import scatterCode from '../../shaders/sort/radix-scatter.wgsl?raw';
import { bind, createKernel, type BufferSet } from './kernel.ts';
import { paddedScanLength, type PrefixSum, type PrefixSumJob } from './prefix-sum.ts';
import { digitCount, PLAN, SORT_SHAPES, type SortVariant } from './sort-plan.ts';

/** Bytes. Offsets into a uniform buffer must be multiples of this. */
const UNIFORM_STEP = 256;

interface KeysAndValues {
  keys: GPUBuffer;
  values: GPUBuffer;
}

/** A sort with its buffers. Fill `input`, call `encode`, and read the buffers that `result` returns. */
export interface RadixSortJob {
  input: KeysAndValues;
  /** The buffers that contain the sorted keys and values after `encode` with the same `bits`. */
  result(bits: number): KeysAndValues;
  /** Encodes a sort of keys below 2^bits. The plan buffer gives the number of keys. */
  encode(pass: GPUComputePassEncoder, bits: number): void;
}

interface RoundGroups {
  count: GPUBindGroup;
  scatter: GPUBindGroup;
}

/**
 * Stable least-significant-digit radix sort of u32 keys with u32 values. Each round sorts by one digit. The sort runs
 * on any adapter: it uses no subgroup operations, and no workgroup waits for another workgroup.
 */
export class RadixSort {
  private constructor(
    private readonly device: GPUDevice,
    private readonly variant: SortVariant,
    private readonly count: GPUComputePipeline,
    private readonly scatter: GPUComputePipeline,
    private readonly prefixSum: PrefixSum,
  ) {}

  static async create(
    device: GPUDevice,
    variant: SortVariant,
    prefixSum: PrefixSum,
  ): Promise<RadixSort> {
    const serial = variant === 'serial';
    const constants = serial ? { BLOCK: SORT_SHAPES.serial.sortBlock } : undefined;
    const make = (entryPoint: string, code: string[]) =>
      createKernel(device, { entryPoint, code, constants });
    const [count, scatter] = await Promise.all([
      make('radixCount', serial ? [countSerial] : [digitsCode, countCode]),
      make('radixScatter', serial ? [scatterSerial] : [digitsCode, scatterCode]),
    ]);
    return new RadixSort(device, variant, count, scatter, prefixSum);
  }

  /**
   * Prepares a sort.
   * @param plan a plan of src/gpu/sort-plan.ts, for at most `capacity` keys
   * @param label prefix of the names of the buffers
   */
  prepare(buffers: BufferSet, plan: GPUBuffer, capacity: number, label: string): RadixSortJob {
    const { digitBits } = SORT_SHAPES[this.variant];
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    const makePair = (suffix: string): KeysAndValues => ({
      keys: buffers.make(`${label} keys ${suffix}`, 4 * paddedScanLength(capacity), usage),
      values: buffers.make(`${label} values ${suffix}`, 4 * paddedScanLength(capacity), usage),
    });
    // Each round reads one pair of buffers and writes the other pair.
    const pairs = [makePair('a'), makePair('b')] as const;
    const maxDigits = digitCount(capacity, SORT_SHAPES[this.variant]);
    const digits = buffers.make(
      `${label} digits`,
      4 * paddedScanLength(maxDigits),
      GPUBufferUsage.STORAGE,
    );
    const sum = this.prefixSum.prepare(buffers, plan, digits, maxDigits);
    const groups = this.bindRounds(this.makeShifts(buffers), plan, pairs, digits);
    const rounds = (bits: number) => Math.ceil(bits / digitBits);
    return {
      input: pairs[0],
      result: (bits) => pairs[rounds(bits) % 2],
      encode: (pass, bits) => this.encode(pass, plan, sum, groups.slice(0, rounds(bits))),
    };
  }

  /** One uniform per round: the index of the lowest bit of the round's digit. */
  private makeShifts(buffers: BufferSet): GPUBufferBinding[] {
    const { digitBits } = SORT_SHAPES[this.variant];
    const rounds = 32 / digitBits;
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const buffer = buffers.make('digit shifts', UNIFORM_STEP * rounds, usage);
    const data = new Uint32Array((UNIFORM_STEP / 4) * rounds);
    for (let round = 0; round < rounds; round++)
      data[(UNIFORM_STEP / 4) * round] = digitBits * round;
    this.device.queue.writeBuffer(buffer, 0, data);
    return Array.from({ length: rounds }, (_, round) => ({
      buffer,
      offset: UNIFORM_STEP * round,
      size: 16,
    }));
  }

  private bindRounds(
    shifts: readonly GPUBufferBinding[],
    plan: GPUBuffer,
    pairs: readonly [KeysAndValues, KeysAndValues],
    digits: GPUBuffer,
  ): RoundGroups[] {
    const { device } = this;
    return shifts.map((shift, index) => {
      const from = pairs[index % 2];
      const to = pairs[(index + 1) % 2];
      const targets = [digits, to.keys, to.values];
      return {
        count: bind(device, this.count, [shift, plan, from.keys, digits]),
        scatter: bind(device, this.scatter, [shift, plan, from.keys, from.values, ...targets]),
      };
    });
  }

  private encode(
    pass: GPUComputePassEncoder,
    plan: GPUBuffer,
    sum: PrefixSumJob,
    groups: readonly RoundGroups[],
  ): void {
    for (const { count, scatter } of groups) {
      pass.setPipeline(this.count);
      pass.setBindGroup(0, count);
      pass.dispatchWorkgroupsIndirect(plan, 4 * PLAN.SORT_GROUPS);
      sum.encode(pass);
      pass.setPipeline(this.scatter);
      pass.setBindGroup(0, scatter);
      pass.dispatchWorkgroupsIndirect(plan, 4 * PLAN.SORT_GROUPS);
    }
  }
}
