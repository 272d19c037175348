// Pass 3: how many (tile, splat) pairs each splat makes in the region, in drawing order. One thread per Gaussian.
// The scan turns the counts into places. What is counted is stored as well, for `emit-pairs`: two kernels that
// each computed it could disagree by a rounding.
//
// Out: counts[k], covered[k] = a bit per cell of the k-th splat in drawing order; totals, see plan-pairs.wgsl.
// Needs rules.wgsl, splat.wgsl, coverage.wgsl.

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
  // Where the sum of all counts leaves 32 bits, these do not.
  if (count >= 256) { atomicAdd(&totals[2 * region.index + 1], count >> 8u); }
}
