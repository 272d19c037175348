// Structures that several kernels of a frame use.

// The camera and the background of one picture. src/gpu/frame-uniform.ts writes this struct.
struct Frame {
  // Rows of the world-to-camera matrix (OpenCV axes: x right, y down, z forward).
  w2c: array<vec4f, 3>,
  focal: vec2f,      // pixels
  centre: vec2f,     // pixels; the centre of pixel (i, j) is (j + 0.5, i + 0.5)
  slope: vec2f,      // limits to which x/z and y/z are clamped, in the Jacobian only
  size: vec2u,       // pixels
  tiles: vec2u,      // ⌈size / TILE⌉
  eye: vec3f,        // the camera's centre in the world
  count: u32,        // Gaussians
  depthLow: vec4f,   // what row 2 of w2c loses when it is rounded to f32
  background: vec3f, // red, green and blue, 0…1
}

// A rectangle of tiles. Passes 3 to 9 run once per region. src/gpu/region.ts writes this struct.
struct Region {
  firstTile: vec2u,
  endTile: vec2u,    // one past the last
  firstPixel: u32,   // index, in the whole picture, of the first pixel that is bound
  index: u32,        // index among the regions of the frame
  capacity: u32,     // the number of pairs that fit into the buffers
}

// One projected Gaussian, 32 bytes. The inverse covariance is stored as its Cholesky factor. With d = pixel − centre:
//   power = −½(u² + v²),  u = scale.x·(d.x − skew·d.y),  v = scale.y·d.y
struct Splat {
  centre: vec2f,     // pixels; pixel centres are at integers (0.5 less than in Frame)
  scale: vec2f,      // 1/pixels
  skew: f32,
  logOpacity: f32,   // alpha = exp(logOpacity + power)
  // The tiles in which the splat is drawn, from firstTile to before endTile. x is in the low 16 bits, y in the high 16
  // bits. firstTile equals endTile if the splat has no tiles.
  firstTile: u32,
  endTile: u32,
}

fn unpackTile(packed: u32) -> vec2u {
  return vec2u(packed & 0xffffu, packed >> 16u);
}

// A pair (a splat in a tile) is packed into a u32. The low INDEX_BITS bits are the splat's index. Each of the four high
// bits stands for a quarter of the tile's rows. A bit is set if the splat reaches that quarter.
const INDEX_BITS = 28u;

fn indexOf(pair: u32) -> u32 {
  return pair & ((1u << INDEX_BITS) - 1);
}

// Index of a tile among the tiles of its region, row-major.
fn tileKey(tile: vec2u, region: Region) -> u32 {
  let place = tile - region.firstTile;
  return place.y * (region.endTile.x - region.firstTile.x) + place.x;
}
