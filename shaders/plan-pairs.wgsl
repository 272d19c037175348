// Pass 5: computes the dispatch sizes of all later passes from the number of pairs. One thread.
//
// In:    sums[0] = the total of the prefix sum. totals[2·region + 1] = Σ ⌊pairs / 256⌋ over the splats, from
//        `count-tiles`.
// Out:   plan, laid out as in src/gpu/sort-plan.ts. totals[2·region] = the number of pairs that the region needs, or
//        0xffffffff if this number may not fit into 32 bits. The CPU reads totals with the picture, to find out whether
//        the buffers were large enough.
// Needs: splat.wgsl.

// The shape of the sort (src/gpu/sort-plan.ts). DIGITS: number of different digits. SORT_BLOCK and SORT_GROUP: keys per
// block and blocks per workgroup of the sort. SCAN_BLOCK and SCAN_GROUP: numbers per block and blocks per workgroup of
// the prefix sum.
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
  // The number of pairs is at most 256·totals + 255·count. If this is 2^32 or more, sums[0] may have overflowed. The
  // test is a little stricter.
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
