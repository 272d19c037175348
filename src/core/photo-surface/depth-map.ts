import { DEPTH_STEP } from './thresholds.ts';

/** The depth of each pixel of a square picture. */
export interface DepthMap {
  /** Side of the picture, pixels. */
  size: number;
  /** Depth along the camera's z axis, size², row-major, world units. 0 where a pixel has no depth. */
  z: Float32Array;
}

/** Offsets from a pixel to itself and to the eight pixels around it. */
const AROUND = [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((x) => [x, y] as const));

/**
 * The depths of the pixels for which `included` is true; 0 elsewhere. An included pixel without a depth gets
 * the mean depth of the pixels around it. Pixels are filled layer by layer, outwards from the pixels with a
 * depth. An included pixel keeps 0 if no chain of included pixels connects it to a pixel with a depth.
 * @param included takes the index of a pixel, row by row
 */
export function depthWithin({ size, z }: DepthMap, included: (at: number) => boolean): DepthMap {
  const map = { size, z: z.map((depth, at) => (included(at) ? depth : 0)) };
  let open = [...map.z.keys()].filter((at) => map.z[at] === 0 && included(at));
  for (let filled = [true]; filled.some(Boolean); open = open.filter((at) => map.z[at] === 0)) {
    const layer = open.map((at) => meanAround(map, at));
    layer.forEach((depth, i) => (map.z[open[i]] = depth));
    filled = layer.map((depth) => depth > 0);
  }
  return map;
}

/** Mean depth of the pixels around pixel `at`; 0 if no pixel around it has a depth. */
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
 * Depth at any position of the picture (pixels, centres at + 0.5). The depths of the four pixels around the
 * position are interpolated bilinearly. Depths that differ from the nearest pixel's depth by `DEPTH_STEP` or
 * more are left out. So no interpolated point lies between a leg and the flank behind it. 0 if the four
 * pixels have no depth.
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

/**
 * Change of depth over `by` pixels along an axis, in world units: the mean of the changes in both directions.
 * A direction without a depth, or with a step of `DEPTH_STEP` or more, is left out. 0 if both directions are
 * left out.
 * @param axis 0 for x, 1 for y
 */
export function depthSlope(map: DepthMap, [x, y]: number[], axis: 0 | 1, by: number): number {
  const here = depthAt(map, x, y);
  const steps = [-by, by].flatMap((step) => {
    const there = axis === 0 ? depthAt(map, x + step, y) : depthAt(map, x, y + step);
    const change = (there - here) * Math.sign(step);
    return there > 0 && Math.abs(change) < DEPTH_STEP ? [change] : [];
  });
  return steps.length === 0 ? 0 : steps.reduce((a, b) => a + b) / steps.length;
}
