// The structures that the passes of one frame share.

// The camera and the background of the frame. The host writes it in src/gpu/frame-uniform.ts.
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
  depthLow: vec4f,   // w2c[2] minus its value in f32: the low part of the row
}

// A rectangle of tiles that is drawn in one run of the passes. The host writes it in src/gpu/region.ts.
struct Region {
  firstTile: vec2u,
  endTile: vec2u,    // one past the last
  firstPixel: u32,   // index in the picture of the first pixel of the bound range
  index: u32,        // index among the regions of the frame
  capacity: u32,     // the number of pairs that fit the buffers
}

// One projected Gaussian, 32 bytes. The inverse covariance is stored as its Cholesky factor. With d = pixel − centre:
//   power = −½(u² + v²),  u = scale.x·(d.x − skew·d.y),  v = scale.y·d.y
struct Splat {
  centre: vec2f,     // pixels; an integer is the centre of a pixel
  scale: vec2f,      // 1/pixels
  skew: f32,
  logOpacity: f32,   // alpha = exp(logOpacity + power)
  // The tiles in which it is drawn, half-open: x in the low, y in the high 16 bits. Both are equal if there are no tiles.
  firstTile: u32,
  endTile: u32,
}

fn unpackTile(packed: u32) -> vec2u {
  return vec2u(packed & 0xffffu, packed >> 16u);
}

// A splat in a tile, packed into a u32: the low INDEX_BITS bits are its index; each of the four bits above stands for a
// quarter of the tile's rows, and is set if the splat reaches it.
const INDEX_BITS = 28u;

fn indexOf(pair: u32) -> u32 {
  return pair & ((1u << INDEX_BITS) - 1);
}

// Index of a tile among the tiles of its region, row-major.
fn tileKey(tile: vec2u, region: Region) -> u32 {
  let place = tile - region.firstTile;
  return place.y * (region.endTile.x - region.firstTile.x) + place.x;
}
