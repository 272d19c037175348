// The output of `blend` in float.
//
// Out:   rgba = the premultiplied colour over the background, and the coverage 1 − T. depth = Σ z·α·T. Both row-major.
// Needs: splat.wgsl, and the variables `frame` and `region` of the kernel.

@group(0) @binding(6) var<storage, read_write> rgba: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> depth: array<f32>;

// The sums that a pixel accumulates: red, green, blue, depth.
alias Light = vec4f;

fn lightOf(paint: vec4f) -> Light {
  return paint;
}

fn writePixel(pixel: vec2u, light: Light, transmittance: f32) {
  let place = pixel.y * frame.size.x + pixel.x - region.firstPixel;
  rgba[place] = vec4f(light.rgb + transmittance * frame.background, 1.0 - transmittance);
  depth[place] = light.a;
}
