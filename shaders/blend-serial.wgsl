// Pass 9 for software adapters. This version of blend.wgsl has no barriers. One thread draws one row of a tile. Each
// splat is therefore loaded 16 times per tile instead of 256 times. In each row only the pixels on the splat's chord
// are visited.
//
// In:    as in blend.wgsl. The bindings and the formulas per pixel are also the same.
// Out:   as in blend.wgsl.
// Needs: as in blend.wgsl.
//
// Vectors of four pixels, and several rows per thread, were slower on SwiftShader, because it merges every variable at
// every branch (docs/results.md).

@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<uniform> region: Region;
@group(0) @binding(2) var<storage, read> splats: array<Splat>;
@group(0) @binding(3) var<storage, read> paint: array<vec4f>;
@group(0) @binding(4) var<storage, read> pairSplats: array<u32>;
@group(0) @binding(5) var<storage, read> ranges: array<vec2u>;

// Pixels by which a chord is widened, so that rounding cannot make it too short. Each pixel's alpha is still tested.
const SLACK = 0.01;

@compute @workgroup_size(1, TILE)
fn blend(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let tile = group.xy + region.firstTile;
  let first = tile * TILE + vec2u(0, local.y);
  if (first.y >= frame.size.y) { return; }
  let width = min(TILE, frame.size.x - first.x);
  let range = ranges[tileKey(tile, region)];
  let logMinAlpha = log(MIN_ALPHA);
  let quarter = 1u << (INDEX_BITS + 4 * local.y / TILE);

  var light = array<Light, 16>();
  var transmittance = array<f32, 16>();     // negative once the pixel is finished
  for (var x = 0u; x < width; x++) { transmittance[x] = 1.0; }
  var open = width;
  for (var i = range.x; i < range.y && open > 0; i++) {
    let pair = pairSplats[i];
    if ((pair & quarter) == 0) { continue; }
    let index = indexOf(pair);
    let splat = splats[index];
    let dy = f32(first.y) - splat.centre.y;
    let v = splat.scale.y * dy;
    let rest = 2.0 * (splat.logOpacity - logMinAlpha) - v * v;
    // The middle of the ellipse's chord in this row, in pixels from the row's first pixel, and half the chord's length.
    let middle = splat.centre.x + splat.skew * dy - f32(first.x);
    let reach = sqrt(max(0.0, rest)) / splat.scale.x + SLACK;
    let start = u32(clamp(ceil(middle - reach), 0.0, f32(width)));
    var end = u32(clamp(floor(middle + reach) + 1.0, 0.0, f32(width)));
    if (rest < -SLACK) { end = 0; }
    let colour = lightOf(paint[index]);
    for (var x = start; x < end; x++) {
      let before = transmittance[x];
      let dx = f32(first.x + x) - splat.centre.x;
      let u = splat.scale.x * (dx - splat.skew * dy);
      let logAlpha = splat.logOpacity - 0.5 * (u * u + v * v);
      if (logAlpha < logMinAlpha || before < 0.0) { continue; }
      let alpha = min(MAX_ALPHA, exp(logAlpha));
      let next = before * (1.0 - alpha);
      if (next < MIN_TRANSMITTANCE) {
        transmittance[x] = -before;
        open--;
        continue;
      }
      light[x] += (alpha * before) * colour;
      transmittance[x] = next;
    }
  }
  for (var x = 0u; x < width; x++) { writePixel(first + vec2u(x, 0), light[x], abs(transmittance[x])); }
}
