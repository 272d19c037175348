// Pass 9: blends each pixel's splats, nearest first. One workgroup per tile, one thread per pixel.
//
// In:  pairSplats[ranges[tile].x …< ranges[tile].y], splat indices by depth.
// Out: rgba (premultiplied over the background, coverage 1 − T), depth Σ z·α·T; row-major.
// No shared memory and no barrier: neighbouring threads read the same splat, which caches serve, and each
// pixel stops by itself. The bindings may begin at a later row of tiles (`band`) where a picture is larger
// than one binding.
// Needs rules.wgsl, splat.wgsl.

struct Band {
  firstRow: u32,     // of tiles
}

@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<storage, read> splats: array<Splat>;
@group(0) @binding(2) var<storage, read> paint: array<vec4f>;
@group(0) @binding(3) var<storage, read> pairSplats: array<u32>;
@group(0) @binding(4) var<storage, read> ranges: array<vec2u>;
@group(0) @binding(5) var<storage, read_write> rgba: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> depth: array<f32>;
@group(0) @binding(7) var<uniform> band: Band;

@compute @workgroup_size(TILE, TILE)
fn blend(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let tile = vec2u(group.x, group.y + band.firstRow);
  let pixel = tile * TILE + local.xy;
  if (any(pixel >= frame.size)) { return; }
  let position = vec2f(pixel);
  let range = ranges[tile.y * frame.tiles.x + tile.x];
  let logMinAlpha = log(MIN_ALPHA);

  var light = vec4f(0.0);
  var transmittance = 1.0;
  for (var i = range.x; i < range.y; i++) {
    let index = pairSplats[i];
    let splat = splats[index];
    let d = position - splat.centre;
    let whitened = splat.scale * vec2f(d.x - splat.skew * d.y, d.y);
    let logAlpha = splat.logOpacity - 0.5 * dot(whitened, whitened);
    if (logAlpha < logMinAlpha) { continue; }
    let alpha = min(MAX_ALPHA, exp(logAlpha));
    let next = transmittance * (1.0 - alpha);
    if (next < MIN_TRANSMITTANCE) { break; }
    light += (alpha * transmittance) * paint[index];
    transmittance = next;
  }
  let place = (pixel.y - band.firstRow * TILE) * frame.size.x + pixel.x;
  rgba[place] = vec4f(light.rgb + transmittance * frame.background, 1.0 - transmittance);
  depth[place] = light.a;
}
