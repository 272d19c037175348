// Radix sort: last kernel of the sort by one digit. It moves every key and the key's value to the key's target index.
// Equal digits keep their order, so the sort is stable.
//
// In:    keys, values. plan[3] = the number of keys (PLAN.KEYS).
//        digits[digit·blocks + block] = the target index of the first key with that digit in that block.
// Out:   sortedKeys, sortedValues.
// Needs: radix-digits.wgsl.

@group(0) @binding(3) var<storage, read> values: array<vec4u>;
@group(0) @binding(4) var<storage, read> digits: array<u32>;
@group(0) @binding(5) var<storage, read_write> sortedKeys: array<u32>;
@group(0) @binding(6) var<storage, read_write> sortedValues: array<u32>;

var<workgroup> runs: array<u32, 256>;           // [word][run of 8 threads]

@compute @workgroup_size(256)
fn radixScatter(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let first = group.x * BLOCK_KEYS + thread * KEYS_PER_THREAD;
  let count = plan[3];
  let blocks = blockCount();
  let keysLow = keys[first / 4];
  let keysHigh = keys[first / 4 + 1];
  countDigits(first, count, keysLow, keysHigh, thread);
  workgroupBarrier();

  // Each count is replaced by the number of equal digits in the earlier threads of the block. One addition adds both
  // counters of a word. A block has 2,048 keys, so a counter of 16 bits cannot overflow.
  var sum = 0u;
  for (var k = 0u; k < 8; k++) { sum += digitCounts[8 * thread + k]; }
  runs[thread] = sum;
  workgroupBarrier();
  var before = 0u;
  for (var k = thread & ~31u; k < thread; k++) { before += runs[k]; }
  for (var k = 0u; k < 8; k++) {
    let here = digitCounts[8 * thread + k];
    digitCounts[8 * thread + k] = before;
    before += here;
  }
  workgroupBarrier();

  let valuesLow = values[first / 4];
  let valuesHigh = values[first / 4 + 1];
  for (var k = 0u; k < KEYS_PER_THREAD; k++) {
    if (first + k >= count) { break; }
    let key = select(keysHigh[k & 3u], keysLow[k & 3u], k < 4);
    let value = select(valuesHigh[k & 3u], valuesLow[k & 3u], k < 4);
    let digit = digitOf(key);
    let column = (digit >> 1u) * THREADS + thread;
    let shift = 16 * (digit & 1u);
    let rank = (digitCounts[column] >> shift) & 0xffffu;
    digitCounts[column] += 1u << shift;
    let place = digits[digit * blocks + group.x] + rank;
    sortedKeys[place] = key;
    sortedValues[place] = value;
  }
}
