// Prefix sum: first of three kernels. It adds up every block of 2,048 numbers. Dispatch: one workgroup per block.
//
// In:    data, four numbers per element. plan[7] = how many numbers are summed (PLAN.NUMBERS). The numbers after them
//        are ignored.
// Out:   sums[1 + block] = the sum of that block.
// Needs: workgroup-scan.wgsl.

@group(0) @binding(0) var<storage, read> plan: array<u32>;
@group(0) @binding(1) var<storage, read> data: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> sums: array<u32>;

fn sumOfFour(quad: u32) -> u32 {
  let inside = (4 * quad + vec4u(0, 1, 2, 3)) < vec4u(plan[7]);
  let v = select(vec4u(0), data[quad], inside);
  return v.x + v.y + v.z + v.w;
}

@compute @workgroup_size(256)
fn scanReduce(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let quad = 512 * group.x + 2 * thread;
  let sum = sumOfFour(quad) + sumOfFour(quad + 1);
  let before = workgroupExclusiveScan(sum, thread);
  if (thread == 255) { sums[1 + group.x] = before + sum; }
}
