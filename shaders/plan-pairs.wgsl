// Pass 5: from the number of pairs, the sizes of everything after it. One thread.
//
// In:  sums[0], the total that the scan left; totals[2·region + 1], what `count-tiles` counted in 256s.
// Out: plan, laid out by src/gpu/sort-plan.ts; totals[2·region], the pairs needed, all bits set where they are
//      not known. The host reads it with the picture to see whether the buffers were large enough.
// Needs splat.wgsl.

// The shape of the sort (src/gpu/sort-plan.ts): digits, keys and numbers per block, blocks per workgroup.
override DIGITS: u32;
override SORT_BLOCK: u32;
override SORT_GROUP: u32;
override SCAN_BLOCK: u32;
override SCAN_GROUP: u32;

@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<uniform> region: Region;
@group(0) @binding(2) var<storage, read> sums: array<u32>;
@group(0) @binding(3) var<storage, read_write> plan: array<u32>;
@group(0) @binding(4) var<storage, read_write> totals: array<u32>;

fn divideUp(a: u32, b: u32) -> u32 {
  return (a + b - 1) / b;
}

@compute @workgroup_size(1)
fn planPairs() {
  // Each splat has less than 256 pairs besides those counted in 256s: beyond this, sums[0] may have wrapped.
  let wrapped = totals[2 * region.index + 1] >= (1u << 24u) - min(frame.count, 1u << 24u);
  let needed = select(sums[0], 0xffffffffu, wrapped);
  let count = min(needed, region.capacity);
  let blocks = divideUp(count, SORT_BLOCK);
  let digits = DIGITS * blocks;
  totals[2 * region.index] = needed;
  plan[0] = divideUp(blocks, SORT_GROUP);
  plan[1] = 1;
  plan[2] = 1;
  plan[3] = count;
  plan[4] = divideUp(divideUp(digits, SCAN_BLOCK), SCAN_GROUP);
  plan[5] = 1;
  plan[6] = 1;
  plan[7] = digits;
}
