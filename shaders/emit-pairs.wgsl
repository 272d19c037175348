// Pass 6: writes the (tile, splat) pairs. One thread per Gaussian in drawing order. The pairs of one tile are
// therefore already nearest first, and the stable sort by tile keeps that order.
//
// In:    splats, order.
//        places[k] = index of the first pair of the k-th splat in drawing order.
//        covered[k] = the cells of tiles that this splat reaches.
// Out:   tileKeys, pairSplats (packed as in splat.wgsl). Pairs that do not fit into the buffers are dropped. The CPU
//        then draws the frame again.
// Needs: rules.wgsl, splat.wgsl, coverage.wgsl.

@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<uniform> region: Region;
@group(0) @binding(2) var<storage, read> splats: array<Splat>;
@group(0) @binding(3) var<storage, read> order: array<u32>;
@group(0) @binding(4) var<storage, read> places: array<u32>;
@group(0) @binding(5) var<storage, read> covered: array<u32>;
@group(0) @binding(6) var<storage, read_write> tileKeys: array<u32>;
@group(0) @binding(7) var<storage, read_write> pairSplats: array<u32>;

@compute @workgroup_size(256)
fn emitPairs(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= frame.count) { return; }
  var bits = covered[id.x];
  if (bits == 0) { return; }
  let index = order[id.x];
  let splat = splats[index];
  let cells = cellsOf(splat, region);
  var place = places[id.x];
  for (; bits != 0; bits &= bits - 1) {
    let tiles = tilesOf(cells, firstTrailingBit(bits));
    for (var y = tiles.first.y; y < tiles.end.y; y++) {
      let pair = index | (quartersOf(splat, y) << INDEX_BITS);
      for (var x = tiles.first.x; x < tiles.end.x; x++) {
        if (place >= region.capacity) { return; }
        tileKeys[place] = tileKey(vec2u(x, y), region);
        pairSplats[place] = pair;
        place++;
      }
    }
  }
}
