// Prefix sum, second of three kernels, without barriers: one thread walks the block sums.
// Contract: scan-top.wgsl.

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
