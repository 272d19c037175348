// Pass 8: finds where the pairs of each tile of the region begin and end.
//
// In:    plan[3] = the number of pairs (PLAN.KEYS). tileKeys = the tile of each pair, sorted.
// Out:   ranges[tile] = index of the tile's first pair, and one past the tile's last pair. The buffer must contain
//        zeros: the ranges of tiles without pairs are not written.
// Needs: no other file.

@group(0) @binding(0) var<storage, read> plan: array<u32>;
@group(0) @binding(1) var<storage, read> tileKeys: array<u32>;
@group(0) @binding(2) var<storage, read_write> ranges: array<vec2u>;

// Pairs per workgroup. This must equal the keys per workgroup of the sort, because this kernel uses the sort's dispatch
// size.
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
