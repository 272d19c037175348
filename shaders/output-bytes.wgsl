// The output of `blend` in 8 bits, over an opaque background.
//
// Out:   bytes = red, green, blue and 255 in one word per pixel, row-major. src/core/rasterize/frame.ts computes the
//        same bytes from the float picture.
// Needs: splat.wgsl, and the variables `frame` and `region` of the kernel.

@group(0) @binding(6) var<storage, read_write> bytes: array<u32>;

// The sums that a pixel accumulates: red, green, blue.
alias Light = vec3f;

fn lightOf(paint: vec4f) -> Light {
  return paint.rgb;
}

// ⌊255·v⌋, with v = `value` clipped to 0…1. In f32, 255·v may be rounded up to the next byte. Therefore this is
// computed in integers: v = mantissa·2^(exponent − 150), and 255·mantissa fits into 32 bits.
fn toByte(value: f32) -> u32 {
  let bits = bitcast<u32>(clamp(value, 0.0, 1.0));
  let shift = 150 - (bits >> 23u);
  let product = 255 * ((bits & 0x7fffffu) | 0x800000u);
  return select(product >> min(31, shift), 0u, shift > 31);
}

fn writePixel(pixel: vec2u, light: Light, transmittance: f32) {
  let colour = light + transmittance * frame.background;
  let place = pixel.y * frame.size.x + pixel.x - region.firstPixel;
  bytes[place] = toByte(colour.r) | (toByte(colour.g) << 8u) | (toByte(colour.b) << 16u) | 0xff000000u;
}
