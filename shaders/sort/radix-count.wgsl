// Radix sort: first kernel of the sort by one digit. It counts how often each digit occurs in each block of 2,048 keys.
//
// In:    keys. plan[3] = the number of keys (PLAN.KEYS).
// Out:   digits[digit·blocks + block] = the count. After a prefix sum over `digits`, this number is the target index of
//        the first key with that digit in that block.
// Needs: radix-digits.wgsl.

@group(0) @binding(3) var<storage, read_write> digits: array<u32>;

var<workgroup> partial: array<u32, 256>;        // [word][run of 8 threads]

@compute @workgroup_size(256)
fn radixCount(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let first = group.x * BLOCK_KEYS + thread * KEYS_PER_THREAD;
  countDigits(first, plan[3], keys[first / 4], keys[first / 4 + 1], thread);
  workgroupBarrier();
  // Each thread adds up the counts of one word over one run of 8 threads: 8 words × 32 runs.
  var sum = 0u;
  for (var k = 0u; k < 8; k++) { sum += digitCounts[8 * thread + k]; }
  partial[thread] = sum;
  workgroupBarrier();
  if (thread < 16) {
    let word = thread >> 1u;
    let shift = 16 * (thread & 1u);
    var total = 0u;
    for (var k = 0u; k < 32; k++) { total += (partial[32 * word + k] >> shift) & 0xffffu; }
    digits[thread * blockCount() + group.x] = total;
  }
}
