// Prefix sum: second of three kernels. It replaces the sums of the blocks by their exclusive prefix sum. Dispatch: one
// workgroup. It processes any number of blocks, 256 at a time.
//
// In:    sums[1 + block] = the sum of that block. plan[7] = how many numbers are summed (PLAN.NUMBERS).
// Out:   sums[1 + block] = the sum of all blocks before that block. sums[0] = the total.
// Needs: workgroup-scan.wgsl.

override BLOCK: u32;

@group(0) @binding(0) var<storage, read> plan: array<u32>;
@group(0) @binding(1) var<storage, read_write> sums: array<u32>;

var<workgroup> blockCount: u32;
var<workgroup> carried: u32;

@compute @workgroup_size(256)
fn scanTop(@builtin(local_invocation_index) thread: u32) {
  if (thread == 0) {
    blockCount = (plan[7] + BLOCK - 1) / BLOCK;
    carried = 0;
  }
  let blocks = workgroupUniformLoad(&blockCount);
  for (var first = 0u; first < blocks; first += 256) {
    let block = first + thread;
    var sum = 0u;
    if (block < blocks) { sum = sums[1 + block]; }
    let carry = workgroupUniformLoad(&carried);
    let before = carry + workgroupExclusiveScan(sum, thread);
    if (block < blocks) { sums[1 + block] = before; }
    if (thread == 255) { carried = before + sum; }
  }
  let total = workgroupUniformLoad(&carried);
  if (thread == 0) { sums[0] = total; }
}
