/** Depths z of a square picture's pixels, 0 where nothing is. */
export interface DepthMap {
  /** Side in pixels. */
  size: number;
  /** size², row-major, world units. */
  z: Float32Array;
}

/** Neighbours further apart than this (world units) are different parts of the animal. */
export const DEPTH_STEP = 0.08;

/** Steps to the eight pixels around one. */
const AROUND = [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((x) => [x, y] as const));

/**
 * The depths where `wanted`, 0 elsewhere. Where one is missing it is the mean of those around it, layer by layer from
 * the known ones outwards; what touches none, not even through others, stays without.
 */
export function depthWhere({ size, z }: DepthMap, wanted: (at: number) => boolean): DepthMap {
  const map = { size, z: z.map((depth, at) => (wanted(at) ? depth : 0)) };
  let open = [...map.z.keys()].filter((at) => map.z[at] === 0 && wanted(at));
  for (let found = [true]; found.some(Boolean); open = open.filter((at) => map.z[at] === 0)) {
    const layer = open.map((at) => meanAround(map, at));
    layer.forEach((depth, i) => (map.z[open[i]] = depth));
    found = layer.map((depth) => depth > 0);
  }
  return map;
}

/** Mean depth of the pixels around one; 0 where none has any. */
function meanAround({ size, z }: DepthMap, at: number): number {
  let [sum, count] = [0, 0];
  for (const [dx, dy] of AROUND) {
    const [x, y] = [(at % size) + dx, Math.floor(at / size) + dy];
    if (x < 0 || y < 0 || x >= size || y >= size || z[y * size + x] === 0) continue;
    sum += z[y * size + x];
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

/**
 * Depth at any point of the picture (pixels, centres at + 0.5): bilinear among those of the four pixels around it that
 * are about as deep as the nearest one, so that nothing hangs between a leg and the flank behind it. 0 where none has
 * a depth.
 */
export function depthAt({ size, z }: DepthMap, x: number, y: number): number {
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  let [nearest, most] = [0, 0];
  const corners = [0, 1, 2, 3].map((corner) => {
    const [i, j] = [left + (corner & 1), top + (corner >> 1)];
    const depth = i < 0 || j < 0 || i >= size || j >= size ? 0 : z[j * size + i];
    const weight = depth > 0 ? (1 - Math.abs(i + 0.5 - x)) * (1 - Math.abs(j + 0.5 - y)) : 0;
    if (weight > most) [nearest, most] = [depth, weight];
    return { depth, weight };
  });
  let [sum, total] = [0, 0];
  for (const { depth, weight } of corners) {
    if (weight === 0 || Math.abs(depth - nearest) >= DEPTH_STEP) continue;
    sum += weight * depth;
    total += weight;
  }
  return total > 0 ? sum / total : 0;
}

/** How much deeper it gets from a point to one pixel further along an axis: mean of both sides, steps left out. */
export function depthSlope(map: DepthMap, [x, y]: number[], axis: 0 | 1, by: number): number {
  const here = depthAt(map, x, y);
  const steps = [-by, by].flatMap((step) => {
    const there = axis === 0 ? depthAt(map, x + step, y) : depthAt(map, x, y + step);
    const change = (there - here) * Math.sign(step);
    return there > 0 && Math.abs(change) < DEPTH_STEP ? [change] : [];
  });
  return steps.length === 0 ? 0 : steps.reduce((a, b) => a + b) / steps.length;
}
