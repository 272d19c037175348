// Pass 8: finds where the pairs of each tile of the region begin and end.
//
// In:    plan[3] = the number of pairs; tileKeys, sorted.
// Out:   ranges[tile] = first pair, and one past the last. Tiles without pairs keep the zeros to which the host cleared
//        the buffer.
// Needs: no other file.

@group(0) @binding(0) var<storage, read> plan: array<u32>;       // [3] = number of pairs
@group(0) @binding(1) var<storage, read> tileKeys: array<u32>;   // sorted
@group(0) @binding(2) var<storage, read_write> ranges: array<vec2u>;

// Pairs per workgroup. It equals that of the sort, because this pass uses the sort's dispatch size.
override GROUP_PAIRS: u32;

@compute @workgroup_size(256)
fn tileRanges(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let end = min(plan[3], (group.x + 1) * GROUP_PAIRS);
  for (var i = group.x * GROUP_PAIRS + thread; i < end; i += 256) {
    let tile = tileKeys[i];
    if (i == 0 || tileKeys[i - 1] != tile) { ranges[tile].x = i; }
    if (i + 1 == plan[3] || tileKeys[i + 1] != tile) { ranges[tile].y = i + 1; }
  }
}
