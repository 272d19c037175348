/**
 * How the radix sort and the prefix sum divide their work. A block is a range of elements. A whole workgroup of 256
 * threads processes a block, or a single thread does.
 */
interface SortShape {
  digitBits: number;
  /** Keys per block of the sort (`sortBlock`), and blocks per workgroup (`sortGroup`). */
  sortBlock: number;
  sortGroup: number;
  /** Numbers per block of the prefix sum (`scanBlock`), and blocks per workgroup (`scanGroup`). */
  scanBlock: number;
  scanGroup: number;
}

/**
 * `cooperative`: one workgroup per block, with shared memory and barriers. For GPUs.
 * `serial`: one thread per block, without barriers. For software adapters: SwiftShader turns every four threads of a
 * kernel with a barrier into a coroutine, and needs 0.6 ms for a workgroup of 256 threads with one barrier.
 */
export const SORT_SHAPES = {
  cooperative: { digitBits: 4, sortBlock: 2048, sortGroup: 1, scanBlock: 2048, scanGroup: 1 },
  serial: { digitBits: 8, sortBlock: 1024, sortGroup: 8, scanBlock: 64, scanGroup: 64 },
} as const satisfies Record<string, SortShape>;

export type SortVariant = keyof typeof SORT_SHAPES;

const divideUp = (a: number, b: number) => Math.ceil(a / b);

/**
 * Layout of a plan in u32. A plan contains the number of workgroups that a sort and its prefix sums need. Plans are
 * stored in buffers, so that a kernel can set the sizes of later dispatches. `plan-pairs.wgsl` writes the same eight
 * numbers.
 */
export const PLAN = {
  /** Three numbers for an indirect dispatch over the keys. */
  SORT_GROUPS: 0,
  /** The number of keys. */
  KEYS: 3,
  /**
   * Three numbers for an indirect dispatch of a prefix sum. In the plan of a sort this is the sum over the digit
   * counts.
   */
  SCAN_GROUPS: 4,
  /** How many numbers the prefix sum adds up. */
  NUMBERS: 7,
  LENGTH: 8,
} as const;

/** The number of digit counts of a sort: one per digit and block. */
export const digitCount = (count: number, { digitBits, sortBlock }: SortShape) =>
  2 ** digitBits * divideUp(count, sortBlock);

/** The number of blocks in a prefix sum over `length` numbers. */
export const scanBlocks = (length: number, { scanBlock }: SortShape) => divideUp(length, scanBlock);

const scanGroups = (length: number, shape: SortShape) =>
  divideUp(scanBlocks(length, shape), shape.scanGroup);

/** The plan of a sort of `count` keys. */
export function planSort(count: number, shape: SortShape): Uint32Array<ArrayBuffer> {
  const groups = divideUp(divideUp(count, shape.sortBlock), shape.sortGroup);
  const digits = digitCount(count, shape);
  return new Uint32Array([groups, 1, 1, count, scanGroups(digits, shape), 1, 1, digits]);
}

/** The plan of a prefix sum over `length` numbers, without a sort. */
export const planScan = (length: number, shape: SortShape): Uint32Array<ArrayBuffer> =>
  new Uint32Array([0, 1, 1, 0, scanGroups(length, shape), 1, 1, length]);
