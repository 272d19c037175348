/** Numbers that one workgroup handles, in the sort and in the prefix sum. 256 threads of 8. */
export const BLOCK = 2048;

export const blocksFor = (count: number) => Math.ceil(count / BLOCK);

/**
 * Layout in u32 of a plan: how many workgroups the sort and its prefix sums need. It lies in a buffer, so
 * that a pass can size the passes behind it (`plan-pairs.wgsl` writes the same eight numbers).
 */
export const PLAN = {
  /** Three numbers for an indirect dispatch over the keys. */
  KEY_BLOCKS: 0,
  KEYS: 3,
  /** Three numbers for an indirect dispatch over the digit counts. */
  DIGIT_BLOCKS: 4,
  DIGITS: 7,
  LENGTH: 8,
} as const;

export function planSort(count: number): Uint32Array<ArrayBuffer> {
  const blocks = blocksFor(count);
  const digits = 16 * blocks;
  return new Uint32Array([blocks, 1, 1, count, blocksFor(digits), 1, 1, digits]);
}
