// Pass 1: culls Gaussians, projects the others (EWA splatting, Zwicker et al. 2001), and finds the tiles of each splat.
// One thread per Gaussian.
//
// In:    the cloud, laid out as in src/core/gaussians/gaussian-cloud.ts. All values are finite and within the limits of
//        src/core/rasterize/drawable.ts. `shape` interleaves the log scales and the opacity logit.
// Out:   splats[i], paint[i], and the input of the depth sort: depthKeys[i] = the bits of z minus the bits of NEAR, and
//        order[i] = i. A culled Gaussian has no tiles, so it draws nothing at any position in the order.
// Needs: rules.wgsl, splat.wgsl.
//
// src/core/rasterize/project.ts contains the same formulas in TypeScript.

@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<storage, read> xyz: array<f32>;        // 3·N
@group(0) @binding(2) var<storage, read> shDc: array<f32>;       // 3·N
@group(0) @binding(3) var<storage, read> shape: array<vec4f>;    // log scale xyz, logit
@group(0) @binding(4) var<storage, read> rotation: array<vec4f>; // w x y z
@group(0) @binding(5) var<storage, read_write> splats: array<Splat>;
@group(0) @binding(6) var<storage, read_write> paint: array<vec4f>; // red, green, blue, depth
@group(0) @binding(7) var<storage, read_write> depthKeys: array<u32>;
@group(0) @binding(8) var<storage, read_write> order: array<u32>;

const SH_C0 = 0.28209479177387814;

// The matrix R·S. Its columns are the axes of the Gaussian in the world, each as long as one standard deviation. A
// quaternion of length zero means no rotation.
fn ownAxes(logScale: vec3f, quaternion: vec4f) -> mat3x3f {
  let q = quaternion / max(length(quaternion), 1e-12);
  let w = q.x;
  let v = q.yzw;
  let s = exp(logScale);
  return mat3x3f(
    s.x * vec3f(1.0 - 2.0 * (v.y * v.y + v.z * v.z), 2.0 * (v.x * v.y + w * v.z), 2.0 * (v.x * v.z - w * v.y)),
    s.y * vec3f(2.0 * (v.x * v.y - w * v.z), 1.0 - 2.0 * (v.x * v.x + v.z * v.z), 2.0 * (v.y * v.z + w * v.x)),
    s.z * vec3f(2.0 * (v.x * v.z + w * v.y), 2.0 * (v.y * v.z - w * v.x), 1.0 - 2.0 * (v.x * v.x + v.y * v.y)),
  );
}

// a + b and a·b as two f32: the rounded result, and the rounding error of this result (Knuth; Dekker 1971). If a
// compiler reorders the operations, the second number is wrong by at most this rounding error.
fn twoSum(a: f32, b: f32) -> vec2f {
  let sum = a + b;
  let back = sum - a;
  return vec2f(sum, (a - (sum - back)) + (b - back));
}

fn split(a: f32) -> vec2f {
  let big = 4097.0 * a;
  let high = big - (big - a);
  return vec2f(high, a - high);
}

fn twoProduct(a: f32, b: f32) -> vec2f {
  let product = a * b;
  let p = split(a);
  let q = split(b);
  return vec2f(product, ((p.x * q.x - product) + p.x * q.y + p.y * q.x) + p.y * q.y);
}

// The depth. The splats are sorted by depth, so it must be exact. The sum is computed in pairs of f32 and rounded to f32
// once. The result is that of double precision.
fn depthOf(world: vec3f) -> f32 {
  let row = frame.w2c[2];
  var sum = row.w;
  var lost = frame.depthLow.w;
  for (var k = 0u; k < 3; k++) {
    let product = twoProduct(row[k], world[k]);
    let next = twoSum(sum, product.x);
    sum = next.x;
    lost += next.y + product.y + frame.depthLow[k] * world[k];
  }
  return sum + lost;
}

// The tile that contains a position. Positions left of the image or above it give tile 0. The value is clamped before
// the cast, because large values do not fit into u32.
fn tileOf(position: vec2f) -> vec2u {
  return min(vec2u(clamp(position / f32(TILE), vec2f(0.0), vec2f(65535.0))), frame.tiles);
}

@compute @workgroup_size(256)
fn project(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= frame.count) { return; }
  order[i] = i;
  depthKeys[i] = 0;
  splats[i] = Splat();

  let world = vec4f(xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2], 1.0);
  let z = depthOf(world.xyz);
  let opacity = 1.0 / (1.0 + exp(-shape[i].w));
  if (z <= NEAR || opacity < MIN_ALPHA) { return; }
  let ray = vec2f(dot(frame.w2c[0], world), dot(frame.w2c[1], world)) / z;

  // A = J·W·R·S, with J·W in pixels per world unit: a and b are the rows of A. The columns of A are the axes of the
  // Gaussian on the image. Σ = A·Aᵀ + blur·I.
  let slope = clamp(ray, -frame.slope, frame.slope);
  let gain = frame.focal / z;
  let axes = ownAxes(shape[i].xyz, rotation[i]);
  let a = (gain.x * (frame.w2c[0].xyz - slope.x * frame.w2c[2].xyz)) * axes;
  let b = (gain.y * (frame.w2c[1].xyz - slope.y * frame.w2c[2].xyz)) * axes;
  let raw = vec2f(dot(a, a), dot(b, b));
  let variance = raw + BLUR;
  let covariance = dot(a, b);
  // det(A·Aᵀ) = |a × b|². The product of the variances minus the squared covariance would lose digits.
  let area = cross(a, b);
  let det = dot(area, area) + BLUR * (raw.x + raw.y) + BLUR * BLUR;

  let half = 0.5 * (variance.x - variance.y);
  let spread = sqrt(max(MIN_SPREAD, half * half + covariance * covariance));
  let radius = ceil(REACH * sqrt(0.5 * (variance.x + variance.y) + spread));
  let centre = frame.focal * ray + frame.centre - 0.5;
  // The reference rasterizer draws the splat in the tiles of a square of half-width `radius`. These tiles are cut to
  // the bounding box of the ellipse u² + v² ≤ 2·ln(opacity / MIN_ALPHA): outside the ellipse alpha is below 1/255. The
  // box is enlarged, so that rounding cannot make it too small.
  let box = 0.01 + 1.001 * sqrt(2.0 * max(0.0, log(opacity / MIN_ALPHA)) * variance);
  let first = max(tileOf(centre - radius), tileOf(centre - box));
  let end = min(tileOf(centre + radius + f32(TILE) - 1.0), tileOf(centre + box) + 1);
  if (any(first >= end)) { return; }

  splats[i] = Splat(
    centre,
    vec2f(sqrt(variance.y / det), inverseSqrt(variance.y)),
    covariance / variance.y,
    log(opacity),
    first.x | (first.y << 16u),
    end.x | (end.y << 16u),
  );
  let dc = vec3f(shDc[3 * i], shDc[3 * i + 1], shDc[3 * i + 2]);
  paint[i] = vec4f(max(vec3f(0.0), SH_C0 * dc + 0.5), z);
  // The bits of positive floats, read as integers, have the same order as the floats.
  depthKeys[i] = bitcast<u32>(z) - bitcast<u32>(NEAR);
}
