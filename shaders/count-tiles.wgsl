// Pass 3: counts the (tile, splat) pairs of each splat in the region, in drawing order. One thread per Gaussian.
// The prefix sum (pass 4) turns the counts into the index of each splat's first pair. The counted cells of tiles are
// stored for `emit-pairs`. If both kernels computed the cells, rounding could give different results.
//
// In:    splats, order.
// Out:   counts[k] = number of pairs of the k-th splat in drawing order.
//        covered[k] = the cells of tiles that this splat reaches: one bit per cell.
//        totals[2·region + 1] = Σ ⌊counts[k] / 256⌋. plan-pairs.wgsl uses this sum.
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
  // This coarse sum fits into 32 bits even if the sum of all counts does not.
  if (count >= 256) { atomicAdd(&totals[2 * region.index + 1], count >> 8u); }
}
