// What the passes of one frame hand to each other.

// Camera of the frame. Host: src/gpu/frame-uniform.ts.
struct Frame {
  // Rows of the world-to-camera matrix (OpenCV axes: x right, y down, z forward).
  w2c: array<vec4f, 3>,
  focal: vec2f,      // pixels
  centre: vec2f,     // pixels; the centre of pixel (i, j) is (j + 0.5, i + 0.5)
  slope: vec2f,      // largest |x/z|, |y/z| in the Jacobian
  size: vec2u,       // pixels
  tiles: vec2u,      // ⌈size / TILE⌉
  background: f32,   // of all three colours
  count: u32,        // Gaussians
  eye: vec3f,        // the camera's centre in the world
  depthLow: vec4f,   // what f32 leaves of w2c[2]
}

// A rectangle of tiles that is drawn at one go. Host: src/gpu/region.ts.
struct Region {
  firstTile: vec2u,
  endTile: vec2u,    // one past the last
  firstPixel: u32,   // of the picture: where the bound part of it begins
  index: u32,        // among the regions of the frame
  capacity: u32,     // pairs that there is room for
}

// One projected Gaussian, 32 bytes. The inverse covariance is its Cholesky factor, d = pixel − centre:
//   power = −½(u² + v²),  u = scale.x·(d.x − skew·d.y),  v = scale.y·d.y
struct Splat {
  centre: vec2f,     // pixels; an integer is the centre of a pixel
  scale: vec2f,      // 1/pixels
  skew: f32,
  logOpacity: f32,   // so that alpha = exp(logOpacity + power)
  // Tiles it is drawn in, half-open: x in the low, y in the high 16 bits. Equal where there are none.
  firstTile: u32,
  endTile: u32,
}

fn unpackTile(packed: u32) -> vec2u {
  return vec2u(packed & 0xffffu, packed >> 16u);
}

// A splat in a tile: its index, and above INDEX_BITS a bit for each quarter of the tile's rows that it reaches.
const INDEX_BITS = 28u;

fn indexOf(pair: u32) -> u32 {
  return pair & ((1u << INDEX_BITS) - 1);
}

// Place of a tile among those of a region, row-major.
fn tileKey(tile: vec2u, region: Region) -> u32 {
  let place = tile - region.firstTile;
  return place.y * (region.endTile.x - region.firstTile.x) + place.x;
}
