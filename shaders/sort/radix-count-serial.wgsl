// Radix sort, first kernel of a pass, for software adapters: without barriers. Each thread counts the 8-bit digits of
// BLOCK keys.
//
// In:    as radix-count.wgsl.
// Out:   as radix-count.wgsl, with 256 digits.
// Needs: no other file.

struct Digit {
  shift: u32,        // lowest bit of the digit that this pass sorts by
}

override BLOCK: u32;

@group(0) @binding(0) var<uniform> digit8: Digit;
@group(0) @binding(1) var<storage, read> plan: array<u32>;
@group(0) @binding(2) var<storage, read> keys: array<u32>;
@group(0) @binding(3) var<storage, read_write> digits: array<u32>;

@compute @workgroup_size(8)
fn radixCount(@builtin(global_invocation_id) id: vec3u) {
  let count = plan[3];
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
