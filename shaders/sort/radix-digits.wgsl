// Counts, per thread, how often each of 16 digits occurs among the thread's 8 keys. Both radix kernels use this file.
// A word contains two counters of 16 bits. `digitCounts` contains word 0 of all threads, then word 1 of all threads,
// and so on. Atomics are not used, so the order of equal keys is fixed.
//
// In:    keys. plan[3] = the number of keys (PLAN.KEYS).
// Out:   digitCounts.
// Needs: no other file.

struct Digit {
  shift: u32,        // lowest bit of the digit to sort by
}

@group(0) @binding(0) var<uniform> digit4: Digit;
@group(0) @binding(1) var<storage, read> plan: array<u32>;      // laid out by src/gpu/sort-plan.ts
@group(0) @binding(2) var<storage, read> keys: array<vec4u>;    // four keys per element; the first plan[3] keys are valid

const BLOCK_KEYS = 2048u;
const THREADS = 256u;
const KEYS_PER_THREAD = 8u;

var<workgroup> digitCounts: array<u32, 2048>;   // [word][thread]

fn blockCount() -> u32 {
  return (plan[3] + BLOCK_KEYS - 1) / BLOCK_KEYS;
}

fn digitOf(key: u32) -> u32 {
  return (key >> digit4.shift) & 15u;
}

// Counts the digits of a thread's 8 adjacent keys. So the order of the threads is the order of the keys.
fn countDigits(firstKey: u32, count: u32, low: vec4u, high: vec4u, thread: u32) {
  for (var word = 0u; word < 8; word++) { digitCounts[word * THREADS + thread] = 0; }
  for (var k = 0u; k < KEYS_PER_THREAD; k++) {
    if (firstKey + k >= count) { break; }
    let digit = digitOf(select(high[k & 3u], low[k & 3u], k < 4));
    digitCounts[(digit >> 1u) * THREADS + thread] += 1u << (16 * (digit & 1u));
  }
}
