// Pass 5: from the number of pairs, the sizes of everything after it. One thread.
//
// In:  sums[0], the total that the scan left; `capacity` pairs fit into the buffers.
// Out: plan, laid out by src/gpu/sort-plan.ts; pairsNeeded, which the host reads with the picture to see
//      whether the buffers were large enough.

struct Limits {
  capacity: u32,
}

// The shape of the sort (src/gpu/sort-plan.ts): digits, keys and numbers per block, blocks per workgroup.
override DIGITS: u32;
override SORT_BLOCK: u32;
override SORT_GROUP: u32;
override SCAN_BLOCK: u32;
override SCAN_GROUP: u32;

@group(0) @binding(0) var<uniform> limits: Limits;
@group(0) @binding(1) var<storage, read> sums: array<u32>;
@group(0) @binding(2) var<storage, read_write> plan: array<u32>;
@group(0) @binding(3) var<storage, read_write> pairsNeeded: array<u32>;

fn divideUp(a: u32, b: u32) -> u32 {
  return (a + b - 1) / b;
}

@compute @workgroup_size(1)
fn planPairs() {
  let needed = sums[0];
  let count = min(needed, limits.capacity);
  let blocks = divideUp(count, SORT_BLOCK);
  let digits = DIGITS * blocks;
  pairsNeeded[0] = needed;
  plan[0] = divideUp(blocks, SORT_GROUP);
  plan[1] = 1;
  plan[2] = 1;
  plan[3] = count;
  plan[4] = divideUp(divideUp(digits, SCAN_BLOCK), SCAN_GROUP);
  plan[5] = 1;
  plan[6] = 1;
  plan[7] = digits;
}
