// Pass 9: blends each pixel's splats, nearest first. One workgroup per tile, one thread per pixel.
//
// In:  pairSplats[ranges[tile].x …< ranges[tile].y], splat indices by depth.
// Out: what output-*.wgsl makes of it: floats or bytes, row-major.
// No shared memory and no barrier: neighbouring threads read the same splat, which caches serve, and each
// pixel stops by itself.
// Needs rules.wgsl, splat.wgsl, output-float.wgsl or output-bytes.wgsl.

@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<uniform> region: Region;
@group(0) @binding(2) var<storage, read> splats: array<Splat>;
@group(0) @binding(3) var<storage, read> paint: array<vec4f>;
@group(0) @binding(4) var<storage, read> pairSplats: array<u32>;
@group(0) @binding(5) var<storage, read> ranges: array<vec2u>;

@compute @workgroup_size(TILE, TILE)
fn blend(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let tile = group.xy + region.firstTile;
  let pixel = tile * TILE + local.xy;
  if (any(pixel >= frame.size)) { return; }
  let position = vec2f(pixel);
  let range = ranges[tileKey(tile, region)];
  let logMinAlpha = log(MIN_ALPHA);

  var light = Light(0.0);
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
    light += (alpha * transmittance) * lightOf(paint[index]);
    transmittance = next;
  }
  writePixel(pixel, light, transmittance);
}
