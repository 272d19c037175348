// Prefix sum: first of three kernels. This version has no barriers and is for software adapters, where a barrier takes
// longer than the additions (docs/rasterizer.md). Each thread adds up BLOCK numbers.
//
// In:    as in scan-reduce.wgsl.
// Out:   as in scan-reduce.wgsl.
// Needs: no other file.

override BLOCK: u32;

@group(0) @binding(0) var<storage, read> plan: array<u32>;
@group(0) @binding(1) var<storage, read> data: array<u32>;
@group(0) @binding(2) var<storage, read_write> sums: array<u32>;

@compute @workgroup_size(64)
fn scanReduce(@builtin(global_invocation_id) id: vec3u) {
  let first = BLOCK * id.x;
  if (first >= plan[7]) { return; }
  let end = min(first + BLOCK, plan[7]);
  var sum = 0u;
  for (var i = first; i < end; i++) { sum += data[i]; }
  sums[1 + id.x] = sum;
}
