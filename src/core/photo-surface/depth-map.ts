import { between } from './ramp.ts';
import { DEPTH_STEP } from './thresholds.ts';

/** The depth of each pixel of a square picture. */
export interface DepthMap {
  /** Side of the picture, pixels. */
  size: number;
  /** Depth along the camera's z axis, size², row-major, world units. 0 where a pixel has no depth. */
  z: Float32Array;
}

/** Offsets from a pixel to the eight pixels around it. */
const AROUND = [-1, 0, 1].flatMap((y) =>
  [-1, 0, 1].flatMap((x) => (x === 0 && y === 0 ? [] : [[x, y] as const])),
);

/**
 * Relaxation of depths (successive over-relaxation): its factor, its largest number of passes, and the change in one pass,
 * world units, below which it ends.
 */
const RELAX = { factor: 1.6, passes: 200, change: 1e-5 };

/**
 * The depths of the pixels for which `included` is true; 0 elsewhere. A pixel's own depth counts as much as it is trusted. The
 * rest is the mean depth of the included pixels around it. So depths spread smoothly over pixels that have none. An
 * included pixel keeps 0 if no chain of included pixels connects it to a pixel with a trusted depth.
 * @param included takes the index of a pixel, row by row
 * @param trust 0…1 per pixel. Absent: 1 for every pixel with a depth
 */
export function depthWithin(
  { size, z }: DepthMap,
  included: (at: number) => boolean,
  trust: Float32Array = z.map((depth) => Number(depth > 0)),
): DepthMap {
  const sure = trust.map((value, at) => (z[at] > 0 && included(at) ? value : 0));
  const map = { size, z: z.map((depth, at) => (sure[at] > 0 ? depth : 0)) };
  for (let open = [...map.z.keys()].filter((at) => map.z[at] === 0 && included(at)); ;) {
    const layer = open.map((at) => mean(map, around(map, at)));
    layer.forEach((depth, i) => (map.z[open[i]] = depth));
    if (!layer.some((depth) => depth > 0)) break;
    open = open.filter((at) => map.z[at] === 0);
  }
  relax(map, z, sure);
  return map;
}

/** Moves each depth to the mean of its own depth, by its trust, and of the depths around it, until they agree. */
function relax(map: DepthMap, own: Float32Array, sure: Float32Array): void {
  const unsure = [...map.z.keys()]
    .filter((at) => map.z[at] > 0 && sure[at] < 1)
    .map((at) => ({ at, near: around(map, at) }))
    .filter(({ near }) => near.length > 0);
  for (let pass = 0, most = Infinity; pass < RELAX.passes && most > RELAX.change; pass++) {
    most = 0;
    for (const { at, near } of unsure) {
      const wanted = sure[at] * own[at] + (1 - sure[at]) * mean(map, near);
      const change = RELAX.factor * (wanted - map.z[at]);
      map.z[at] += change;
      most = Math.max(most, Math.abs(change));
    }
  }
}

/** The pixels around pixel `at` that have a depth. */
function around({ size, z }: DepthMap, at: number): number[] {
  const [column, row] = [at % size, Math.floor(at / size)];
  return AROUND.flatMap(([dx, dy]) => {
    const [x, y] = [column + dx, row + dy];
    const next = y * size + x;
    return x < 0 || y < 0 || x >= size || y >= size || z[next] === 0 ? [] : [next];
  });
}

/** Mean depth of pixels; 0 if there are none. */
function mean({ z }: DepthMap, pixels: readonly number[]): number {
  let sum = 0;
  for (const at of pixels) sum += z[at];
  return pixels.length > 0 ? sum / pixels.length : 0;
}

/**
 * How much two depths belong to one surface, 0…1: 1 up to half of `DEPTH_STEP`, 0 from `DEPTH_STEP` on. Without the ramp
 * the last bits of a depth would decide on which surface a pixel lies.
 */
const oneSurface = (difference: number): number =>
  1 - between(Math.abs(difference), [DEPTH_STEP / 2, DEPTH_STEP]);

/**
 * Depth at any position of the picture (pixels, centres at + 0.5). The depths of the four pixels around the
 * position are interpolated bilinearly. Depths that differ from the nearest pixel's depth count less, and not at all
 * from `DEPTH_STEP` on. So no interpolated point lies between a leg and the flank behind it. 0 if the four
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
    const counts = weight * oneSurface(depth - nearest);
    sum += counts * depth;
    total += counts;
  }
  return total > 0 ? sum / total : 0;
}

/**
 * Change of depth over `by` pixels along an axis, in world units: the mean of the changes in both directions.
 * A direction without a depth, or with a step of `DEPTH_STEP` or more, is left out. A smaller step counts less. 0 if both
 * directions are left out.
 * @param axis 0 for x, 1 for y
 */
export function depthSlope(map: DepthMap, [x, y]: number[], axis: 0 | 1, by: number): number {
  const here = depthAt(map, x, y);
  let [sum, total] = [0, 0];
  for (const step of [-by, by]) {
    const there = axis === 0 ? depthAt(map, x + step, y) : depthAt(map, x, y + step);
    const change = (there - here) * Math.sign(step);
    const weight = there > 0 ? oneSurface(change) : 0;
    sum += weight * change;
    total += weight;
  }
  return sum / Math.max(total, 1);
}
