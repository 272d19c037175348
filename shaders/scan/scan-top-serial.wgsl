// Prefix sum: second of three kernels. This version has no barriers and is for software adapters. One thread processes
// the sums of all blocks.
//
// In:    as in scan-top.wgsl.
// Out:   as in scan-top.wgsl.
// Needs: no other file.

override BLOCK: u32;

@group(0) @binding(0) var<storage, read> plan: array<u32>;
@group(0) @binding(1) var<storage, read_write> sums: array<u32>;

@compute @workgroup_size(1)
fn scanTop() {
  let blocks = (plan[7] + BLOCK - 1) / BLOCK;
  var before = 0u;
  for (var block = 1u; block <= blocks; block++) {
    let sum = sums[block];
    sums[block] = before;
    before += sum;
  }
  sums[0] = before;
}
