// Pass 6: writes the (tile, splat) pairs. One thread per Gaussian in drawing order, so that pairs of one
// tile are already nearest first, and the stable sort by tile keeps them so.
//
// In:  places[k] = first pair of the k-th splat in drawing order. Out: tileKeys, pairSplats.
// Pairs beyond the capacity are dropped; the host then draws again with larger buffers.
// Needs splat.wgsl.

@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<storage, read> splats: array<Splat>;
@group(0) @binding(2) var<storage, read> order: array<u32>;
@group(0) @binding(3) var<storage, read> places: array<u32>;
@group(0) @binding(4) var<storage, read> plan: array<u32>;       // [3] = number of pairs
@group(0) @binding(5) var<storage, read_write> tileKeys: array<u32>;
@group(0) @binding(6) var<storage, read_write> pairSplats: array<u32>;

@compute @workgroup_size(256)
fn emitPairs(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= frame.count) { return; }
  let index = order[id.x];
  let first = unpackTile(splats[index].firstTile);
  let end = unpackTile(splats[index].endTile);
  let capacity = plan[3];
  var place = places[id.x];
  for (var y = first.y; y < end.y; y++) {
    for (var x = first.x; x < end.x; x++) {
      if (place >= capacity) { return; }
      tileKeys[place] = y * frame.tiles.x + x;
      pairSplats[place] = index;
      place++;
    }
  }
}
