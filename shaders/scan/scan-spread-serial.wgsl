// Prefix sum: last of three kernels. This version has no barriers and is for software adapters. Each thread processes
// BLOCK numbers.
//
// In:    as in scan-spread.wgsl.
// Out:   as in scan-spread.wgsl.
// Needs: no other file.

override BLOCK: u32;

@group(0) @binding(0) var<storage, read> plan: array<u32>;
@group(0) @binding(1) var<storage, read_write> data: array<u32>;
@group(0) @binding(2) var<storage, read> sums: array<u32>;

@compute @workgroup_size(64)
fn scanSpread(@builtin(global_invocation_id) id: vec3u) {
  let first = BLOCK * id.x;
  if (first >= plan[7]) { return; }
  let end = min(first + BLOCK, plan[7]);
  var before = sums[1 + id.x];
  for (var i = first; i < end; i++) {
    let value = data[i];
    data[i] = before;
    before += value;
  }
}
