// Pass 9: blends each pixel's splats, nearest first. One workgroup per tile, one thread per pixel.
//
// In:    splats, paint, pairSplats, ranges. The pairs of a tile are pairSplats[i] with ranges[tile].x ≤ i <
//        ranges[tile].y, nearest first.
// Out:   floats or bytes, row-major. output-float.wgsl or output-bytes.wgsl writes them.
// Needs: rules.wgsl, splat.wgsl, and either output-float.wgsl or output-bytes.wgsl.
//
// The threads of a tile load splats in batches. Each thread loads one splat, and all threads use the loaded batch. The
// tile is finished when every pixel is closed.

@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<uniform> region: Region;
@group(0) @binding(2) var<storage, read> splats: array<Splat>;
@group(0) @binding(3) var<storage, read> paint: array<vec4f>;
@group(0) @binding(4) var<storage, read> pairSplats: array<u32>;
@group(0) @binding(5) var<storage, read> ranges: array<vec2u>;

override BATCH = TILE * TILE;

var<workgroup> batchSplats: array<Splat, BATCH>;
var<workgroup> batchPaint: array<Light, BATCH>;
var<workgroup> closed: atomic<u32>;      // number of finished pixels, and of pixels outside the picture
var<workgroup> allClosed: u32;

@compute @workgroup_size(TILE, TILE)
fn blend(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let tile = group.xy + region.firstTile;
  let pixel = tile * TILE + local.xy;
  let inside = all(pixel < frame.size);
  let position = vec2f(pixel);
  let range = ranges[tileKey(tile, region)];
  let logMinAlpha = log(MIN_ALPHA);

  var light = Light(0.0);
  var transmittance = 1.0;
  var open = inside;
  if (!inside) { atomicAdd(&closed, 1); }
  for (var first = range.x; first < range.y; first += BATCH) {
    // After this barrier all threads have finished the previous batch and counted their closed pixels.
    workgroupBarrier();
    if (thread == 0) { allClosed = select(0u, 1u, atomicLoad(&closed) == BATCH); }
    if (first + thread < range.y) {
      let index = indexOf(pairSplats[first + thread]);
      batchSplats[thread] = splats[index];
      batchPaint[thread] = lightOf(paint[index]);
    }
    if (workgroupUniformLoad(&allClosed) == 1) { break; }
    let count = min(BATCH, range.y - first);
    for (var i = 0u; open && i < count; i++) {
      let splat = batchSplats[i];
      let d = position - splat.centre;
      let whitened = splat.scale * vec2f(d.x - splat.skew * d.y, d.y);
      let logAlpha = splat.logOpacity - 0.5 * dot(whitened, whitened);
      if (logAlpha < logMinAlpha) { continue; }
      let alpha = min(MAX_ALPHA, exp(logAlpha));
      let next = transmittance * (1.0 - alpha);
      if (next < MIN_TRANSMITTANCE) {
        open = false;
        atomicAdd(&closed, 1);
        break;
      }
      light += (alpha * transmittance) * batchPaint[i];
      transmittance = next;
    }
  }
  if (inside) { writePixel(pixel, light, transmittance); }
}
