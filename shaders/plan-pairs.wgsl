// Pass 5: computes the dispatch sizes of all later passes from the number of pairs. One thread.
//
// In:    sums[0] = the total of the prefix sum; totals[2·region + 1] = the pairs that `count-tiles` counted in units
//        of 256.
// Out:   plan, laid out as in src/gpu/sort-plan.ts; totals[2·region] = the number of pairs needed, or 0xffffffff if it
//        may not fit 32 bits. The host reads it with the picture, to check whether the buffers were large enough.
// Needs: splat.wgsl.

// The shape of the sort (src/gpu/sort-plan.ts): number of digits; keys per block of the sort and blocks per workgroup;
// numbers per block of the prefix sum and blocks per workgroup.
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
  // Each splat has fewer than 256 pairs that are not counted in units of 256. From this total on, sums[0] may have
  // wrapped.
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
