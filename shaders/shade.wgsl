// Pass 2, only for clouds with SH coefficients of degree 1 to 3: computes colours that depend on the viewing direction.
// One thread per Gaussian of a slice. The coefficients are divided into slices, because all of them may not fit into
// one binding.
//
// In:    rest = per Gaussian the coefficients of red, then green, then blue (src/core/gaussians/gaussian-cloud.ts).
//        xyz, shDc, splats.
// Out:   paint[i].rgb of every splat that has tiles.
// Needs: rules.wgsl, splat.wgsl.
//
// src/core/gaussians/spherical-harmonics.ts contains the same formulas in TypeScript.

struct Slice {
  first: u32,        // Gaussians
  count: u32,
}

override DEGREE: u32;

@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<uniform> slice: Slice;
@group(0) @binding(2) var<storage, read> xyz: array<f32>;
@group(0) @binding(3) var<storage, read> shDc: array<f32>;
@group(0) @binding(4) var<storage, read> rest: array<f32>;
@group(0) @binding(5) var<storage, read> splats: array<Splat>;
@group(0) @binding(6) var<storage, read_write> paint: array<vec4f>;

const C0 = 0.28209479177387814;
const C1 = 0.4886025119029199;
const C2 = array<f32, 3>(1.0925484305920792, 0.31539156525252005, 0.5462742152960396);
const C3 = array<f32, 5>(
  0.5900435899266435, 2.890611442640554, 0.4570457994644658, 0.3731763325901154, 1.445305721320277);

// Coefficient k of red, green and blue.
fn coefficient(first: u32, size: u32, k: u32) -> vec3f {
  return vec3f(rest[first + k], rest[first + size + k], rest[first + 2 * size + k]);
}

@compute @workgroup_size(256)
fn shade(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= slice.count) { return; }
  let i = slice.first + id.x;
  if (splats[i].firstTile == splats[i].endTile) { return; }
  let offset = vec3f(xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2]) - frame.eye;
  let d = select(vec3f(0.0, 0.0, 1.0), offset / length(offset), any(offset != vec3f(0.0)));
  let x = d.x;
  let y = d.y;
  let z = d.z;
  let size = (DEGREE + 1) * (DEGREE + 1) - 1;
  let at = 3 * size * id.x;
  var sum = C1 * (z * coefficient(at, size, 1) - y * coefficient(at, size, 0) - x * coefficient(at, size, 2));
  let xx = x * x;
  let yy = y * y;
  let zz = z * z;
  if (DEGREE > 1) {
    sum += C2[0] * x * y * coefficient(at, size, 3)
      - C2[0] * y * z * coefficient(at, size, 4)
      + C2[1] * (2.0 * zz - xx - yy) * coefficient(at, size, 5)
      - C2[0] * x * z * coefficient(at, size, 6)
      + C2[2] * (xx - yy) * coefficient(at, size, 7);
  }
  if (DEGREE > 2) {
    sum += C3[1] * x * y * z * coefficient(at, size, 9)
      - C3[0] * y * (3.0 * xx - yy) * coefficient(at, size, 8)
      - C3[2] * y * (4.0 * zz - xx - yy) * coefficient(at, size, 10)
      + C3[3] * z * (2.0 * zz - 3.0 * xx - 3.0 * yy) * coefficient(at, size, 11)
      - C3[2] * x * (4.0 * zz - xx - yy) * coefficient(at, size, 12)
      + C3[4] * z * (xx - yy) * coefficient(at, size, 13)
      - C3[0] * x * (xx - 3.0 * yy) * coefficient(at, size, 14);
  }
  let dc = vec3f(shDc[3 * i], shDc[3 * i + 1], shDc[3 * i + 2]);
  paint[i] = vec4f(max(vec3f(0.0), C0 * dc + 0.5 + sum), paint[i].w);
}
