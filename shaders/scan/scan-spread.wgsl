// Prefix sum: last of three kernels. It replaces every number by the sum of all numbers before that number. Dispatch:
// one workgroup per block of 2,048 numbers.
//
// In:    data and plan as in scan-reduce.wgsl. sums[1 + block] = the sum of all blocks before that block.
// Out:   data.
// Needs: workgroup-scan.wgsl.

@group(0) @binding(0) var<storage, read> plan: array<u32>;
@group(0) @binding(1) var<storage, read_write> data: array<vec4u>;
@group(0) @binding(2) var<storage, read> sums: array<u32>;

fn load(quad: u32) -> vec4u {
  let inside = (4 * quad + vec4u(0, 1, 2, 3)) < vec4u(plan[7]);
  return select(vec4u(0), data[quad], inside);
}

// Exclusive prefix sums of four numbers.
fn prefix(v: vec4u) -> vec4u {
  return vec4u(0, v.x, v.x + v.y, v.x + v.y + v.z);
}

@compute @workgroup_size(256)
fn scanSpread(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let quad = 512 * group.x + 2 * thread;
  let a = load(quad);
  let b = load(quad + 1);
  let sumA = a.x + a.y + a.z + a.w;
  let sumB = b.x + b.y + b.z + b.w;
  let before = sums[1 + group.x] + workgroupExclusiveScan(sumA + sumB, thread);
  data[quad] = before + prefix(a);
  data[quad + 1] = before + sumA + prefix(b);
}
