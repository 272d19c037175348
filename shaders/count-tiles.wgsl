// Pass 3: how many (tile, splat) pairs each splat makes, in drawing order. One thread per Gaussian.
// The scan turns the counts into places. Counts come from the rectangle that `project` stored, and so do
// the pairs: two kernels that each computed it could disagree by a rounding.
// Needs splat.wgsl.

@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<storage, read> splats: array<Splat>;
@group(0) @binding(2) var<storage, read> order: array<u32>;      // splat indices, nearest first
@group(0) @binding(3) var<storage, read_write> counts: array<u32>;

@compute @workgroup_size(256)
fn countTiles(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= frame.count) { return; }
  counts[id.x] = tileCount(splats[order[id.x]]);
}
