// Radix sort: last kernel of the sort by one digit. This version has no barriers and is for software adapters. Each
// thread moves its BLOCK keys in order, so equal digits keep their order and the sort is stable.
//
// In:    as in radix-scatter.wgsl, but with 256 digits and blocks of BLOCK keys.
// Out:   as in radix-scatter.wgsl.
// Needs: no other file.

struct Digit {
  shift: u32,        // lowest bit of the digit to sort by
}

override BLOCK: u32;

@group(0) @binding(0) var<uniform> digit8: Digit;
@group(0) @binding(1) var<storage, read> plan: array<u32>;
@group(0) @binding(2) var<storage, read> keys: array<u32>;
@group(0) @binding(3) var<storage, read> values: array<u32>;
@group(0) @binding(4) var<storage, read> digits: array<u32>;
@group(0) @binding(5) var<storage, read_write> sortedKeys: array<u32>;
@group(0) @binding(6) var<storage, read_write> sortedValues: array<u32>;

@compute @workgroup_size(8)
fn radixScatter(@builtin(global_invocation_id) id: vec3u) {
  let count = plan[3];    // the number of keys (PLAN.KEYS)
  let blocks = (count + BLOCK - 1) / BLOCK;
  if (id.x >= blocks) { return; }
  var places = array<u32, 256>();
  for (var digit = 0u; digit < 256; digit++) {
    places[digit] = digits[digit * blocks + id.x];
  }
  let end = min(count, (id.x + 1) * BLOCK);
  for (var i = id.x * BLOCK; i < end; i++) {
    let key = keys[i];
    let digit = (key >> digit8.shift) & 255u;
    let place = places[digit];
    places[digit] = place + 1;
    sortedKeys[place] = key;
    sortedValues[place] = values[i];
  }
}
