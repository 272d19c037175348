// What `blend` leaves of a pixel: rgba (premultiplied over the background, coverage 1 − T) and depth Σ z·α·T.
// Needs splat.wgsl and the kernel's `frame` and `region`.

@group(0) @binding(6) var<storage, read_write> rgba: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> depth: array<f32>;

// What a pixel gathers: red, green, blue, depth.
alias Light = vec4f;

fn lightOf(paint: vec4f) -> Light {
  return paint;
}

fn writePixel(pixel: vec2u, light: Light, transmittance: f32) {
  let place = pixel.y * frame.size.x + pixel.x - region.firstPixel;
  rgba[place] = vec4f(light.rgb + transmittance * frame.background, 1.0 - transmittance);
  depth[place] = light.a;
}
