// Functions that decide in which tiles of a region a splat is drawn.
//
// Needs: rules.wgsl, splat.wgsl.

// The splat's rectangle of tiles, cut to the region. The rectangle is divided into square cells of 2^shift × 2^shift
// tiles. There are at most 32 cells, so that one bit of a u32 stands for each cell.
struct Cells {
  first: vec2u,      // tiles; end is one past the last
  end: vec2u,
  shift: u32,
  columns: u32,      // cells per row
  count: u32,
}

fn cellsOf(splat: Splat, region: Region) -> Cells {
  let first = max(unpackTile(splat.firstTile), region.firstTile);
  let end = max(first, min(unpackTile(splat.endTile), region.endTile));
  let extent = end - first;
  var shift = 0u;
  var cells = extent;
  while (cells.x * cells.y > 32) {
    shift++;
    cells = (extent + (1u << shift) - 1) >> vec2u(shift);
  }
  return Cells(first, end, shift, cells.x, cells.x * cells.y);
}

struct CellTiles {
  first: vec2u,
  end: vec2u,
}

fn tilesOf(cells: Cells, cell: u32) -> CellTiles {
  let corner = vec2u(cell % cells.columns, cell / cells.columns);
  return CellTiles(
    cells.first + (corner << vec2u(cells.shift)),
    min(cells.end, cells.first + ((corner + 1) << vec2u(cells.shift))),
  );
}

// Square of the distance from the splat's centre, in standard deviations. The result is too small by more than all
// rounding errors of this function and of `blend`. Each of the two terms of u has a relative error.
fn squareDistance(splat: Splat, d: vec2f) -> f32 {
  let bent = splat.skew * d.y;
  let u = max(0.0, abs(d.x - bent) - 1e-6 * (abs(d.x) + abs(bent))) * splat.scale.x;
  let v = splat.scale.y * d.y;
  return 0.9999 * (u * u + v * v);
}

// One bit for each quarter of a tile's rows. The bit is set if a pixel in the quarter may have alpha ≥ MIN_ALPHA.
fn quartersOf(splat: Splat, row: u32) -> u32 {
  let square = 2.0 * max(0.0, splat.logOpacity - log(MIN_ALPHA));
  let half = 0.01 + 1.001 * sqrt(square) / splat.scale.y;
  let first = vec4f(row * TILE + vec4u(0, 1, 2, 3) * (TILE / 4)) - splat.centre.y;
  let last = first + f32(TILE / 4 - 1);
  return dot(select(vec4u(0), vec4u(1, 2, 4, 8), (last >= vec4f(-half)) & (first <= vec4f(half))), vec4u(1));
}

// False only if no pixel of these tiles has alpha ≥ MIN_ALPHA. The nearest point of a rectangle to the splat's centre
// lies on an edge that faces the centre, or it is the centre. There are two candidates: the nearest point on the facing
// row (x varies), and the nearest point on the facing column (y varies).
fn reaches(splat: Splat, tiles: CellTiles) -> bool {
  let low = vec2f(tiles.first * TILE) - splat.centre;
  let high = vec2f(tiles.end * TILE) - 1.0 - splat.centre;
  let facing = clamp(vec2f(0.0), low, high);
  let onRow = vec2f(clamp(splat.skew * facing.y, low.x, high.x), facing.y);
  let bend = splat.scale.x * splat.skew;
  let lowest = bend * splat.scale.x * facing.x / (bend * bend + splat.scale.y * splat.scale.y);
  let onColumn = vec2f(facing.x, clamp(lowest, low.y, high.y));
  let square = min(squareDistance(splat, onRow), squareDistance(splat, onColumn));
  return square <= 2.0 * (splat.logOpacity - log(MIN_ALPHA)) + 0.001;
}
