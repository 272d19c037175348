/**
 * How the radix sort and the prefix sum cut up their work. A block is what is kept in order by one unit of
 * execution: a workgroup of 256 threads, or one thread.
 */
export interface SortShape {
  digitBits: number;
  /** Keys per block, and blocks per workgroup. */
  sortBlock: number;
  sortGroup: number;
  /** Numbers per block of the prefix sum, and blocks per workgroup. */
  scanBlock: number;
  scanGroup: number;
}

/**
 * `cooperative`: a workgroup per block, shared memory and barriers; for GPUs.
 * `serial`: a thread per block, no barriers; for software adapters, where each barrier makes every four
 * threads a coroutine: SwiftShader needs 0.6 ms for a workgroup of 256 that waits once.
 */
export const SORT_SHAPES = {
  cooperative: { digitBits: 4, sortBlock: 2048, sortGroup: 1, scanBlock: 2048, scanGroup: 1 },
  serial: { digitBits: 8, sortBlock: 1024, sortGroup: 8, scanBlock: 64, scanGroup: 64 },
} as const satisfies Record<string, SortShape>;

export type SortVariant = keyof typeof SORT_SHAPES;

const divideUp = (a: number, b: number) => Math.ceil(a / b);

/**
 * Layout in u32 of a plan: how many workgroups the sort and its prefix sums need. It lies in a buffer, so
 * that a pass can size the passes behind it (`plan-pairs.wgsl` writes the same eight numbers).
 */
export const PLAN = {
  /** Three numbers for an indirect dispatch over the keys. */
  SORT_GROUPS: 0,
  KEYS: 3,
  /** Three numbers for an indirect dispatch of a prefix sum: over digit counts, if this plan is for a sort. */
  SCAN_GROUPS: 4,
  NUMBERS: 7,
  LENGTH: 8,
} as const;

export const digitCount = (count: number, { digitBits, sortBlock }: SortShape) =>
  2 ** digitBits * divideUp(count, sortBlock);

export const scanBlocks = (length: number, { scanBlock }: SortShape) => divideUp(length, scanBlock);

const scanGroups = (length: number, shape: SortShape) =>
  divideUp(scanBlocks(length, shape), shape.scanGroup);

export function planSort(count: number, shape: SortShape): Uint32Array<ArrayBuffer> {
  const groups = divideUp(divideUp(count, shape.sortBlock), shape.sortGroup);
  const digits = digitCount(count, shape);
  return new Uint32Array([groups, 1, 1, count, scanGroups(digits, shape), 1, 1, digits]);
}

/** A plan for a prefix sum alone. */
export const planScan = (length: number, shape: SortShape): Uint32Array<ArrayBuffer> =>
  new Uint32Array([0, 1, 1, 0, scanGroups(length, shape), 1, 1, length]);
