// Pass 3: counts the (tile, splat) pairs of each splat in the region, in drawing order. One thread per Gaussian.
// The prefix sum (pass 4) turns the counts into the index of each splat's first pair. The tiles that were counted are
// stored too, for `emit-pairs`: if both kernels computed them, rounding could make them disagree.
//
// In:    splats, order.
// Out:   counts[k] = pairs of the k-th splat in drawing order; covered[k] = one bit per cell of tiles that it reaches;
//        totals[2·region + 1] = pairs counted in units of 256, see plan-pairs.wgsl.
// Needs: rules.wgsl, splat.wgsl, coverage.wgsl.

@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<uniform> region: Region;
@group(0) @binding(2) var<storage, read> splats: array<Splat>;
@group(0) @binding(3) var<storage, read> order: array<u32>;      // splat indices, nearest first
@group(0) @binding(4) var<storage, read_write> counts: array<u32>;
@group(0) @binding(5) var<storage, read_write> covered: array<u32>;
@group(0) @binding(6) var<storage, read_write> totals: array<atomic<u32>>;

@compute @workgroup_size(256)
fn countTiles(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= frame.count) { return; }
  let splat = splats[order[id.x]];
  let cells = cellsOf(splat, region);
  var count = 0u;
  var bits = 0u;
  for (var cell = 0u; cell < cells.count; cell++) {
    let tiles = tilesOf(cells, cell);
    if (!reaches(splat, tiles)) { continue; }
    let extent = tiles.end - tiles.first;
    count += extent.x * extent.y;
    bits |= 1u << cell;
  }
  counts[id.x] = count;
  covered[id.x] = bits;
  // This coarse sum fits 32 bits even where the sum of all counts does not.
  if (count >= 256) { atomicAdd(&totals[2 * region.index + 1], count >> 8u); }
}
