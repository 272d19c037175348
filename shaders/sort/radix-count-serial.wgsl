// Radix sort: first kernel of the sort by one digit. This version has no barriers and is for software adapters. Each
// thread counts the 8-bit digits of BLOCK keys.
//
// In:    as in radix-count.wgsl.
// Out:   as in radix-count.wgsl, but with 256 digits and blocks of BLOCK keys.
// Needs: no other file.

struct Digit {
  shift: u32,        // lowest bit of the digit to sort by
}

override BLOCK: u32;

@group(0) @binding(0) var<uniform> digit8: Digit;
@group(0) @binding(1) var<storage, read> plan: array<u32>;
@group(0) @binding(2) var<storage, read> keys: array<u32>;
@group(0) @binding(3) var<storage, read_write> digits: array<u32>;

@compute @workgroup_size(8)
fn radixCount(@builtin(global_invocation_id) id: vec3u) {
  let count = plan[3];    // the number of keys (PLAN.KEYS)
  let blocks = (count + BLOCK - 1) / BLOCK;
  if (id.x >= blocks) { return; }
  var totals = array<u32, 256>();
  let end = min(count, (id.x + 1) * BLOCK);
  for (var i = id.x * BLOCK; i < end; i++) {
    totals[(keys[i] >> digit8.shift) & 255u]++;
  }
  for (var digit = 0u; digit < 256; digit++) {
    digits[digit * blocks + id.x] = totals[digit];
  }
}
