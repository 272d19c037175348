import { boxMean } from '../image/box-mean.ts';

/** A long thin component of a mask: a tail or a leg. */
export interface Strip {
  /**
   * The indices of the strip's pixels, each with a distance in pixels. The distance is measured along the
   * strip, from where the strip leaves the body.
   */
  distances: Map<number, number>;
  /** Distance of the strip's far end, pixels. */
  length: number;
}

/** Cost of a straight and of a diagonal step in fifths of a pixel (chamfer 5-7, Borgefors 1986). */
const FIFTHS = 5;
const [STRAIGHT, DIAGONAL] = [5, 7];

/**
 * The connected components of a square mask that are everywhere narrower than 2·radius + 1 pixels, and at
 * least `minLength` pixels long. A morphological opening by a square removes exactly the narrow pixels.
 * @param mask 1 inside, 0 outside, size²
 */
export function stripsOf(
  mask: Float32Array,
  size: number,
  radius: number,
  minLength: number,
): Strip[] {
  // The margins of 1e-4 and 1e-6 absorb the rounding of the running sums.
  const eroded = boxMean(mask, size, size, radius).map((mean) => Number(mean > 1 - 1e-4));
  const opened = boxMean(eroded, size, size, radius);
  const thin = new Set([...mask.keys()].filter((at) => mask[at] > 0 && opened[at] < 1e-6));
  const touchesBody = (at: number) =>
    neighbours(at, size).some(([next]) => mask[next] > 0 && !thin.has(next));
  const strips: Strip[] = [];
  const done = new Set<number>();
  for (const at of thin) {
    if (done.has(at)) continue;
    const component = [...distancesWithin([at], thin, size).keys()];
    component.forEach((pixel) => done.add(pixel));
    const roots = component.filter(touchesBody);
    // If the strip does not touch the body: the pixel that is farthest from an arbitrary pixel of the strip
    // is one of its ends.
    const start = roots.length > 0 ? largest(roots, size) : [component[component.length - 1]];
    const distances = distancesWithin(start, thin, size);
    const length = Math.max(...distances.values());
    if (length >= minLength) strips.push({ distances, length });
  }
  return strips;
}

/** The largest connected component of `pixels`. */
function largest(pixels: readonly number[], size: number): number[] {
  const open = new Set(pixels);
  let best: number[] = [];
  for (const at of pixels) {
    if (!open.has(at)) continue;
    const component = [...distancesWithin([at], open, size).keys()];
    component.forEach((pixel) => open.delete(pixel));
    if (component.length > best.length) best = component;
  }
  return best;
}

/** The pixels around pixel `at`, each with the cost of the step to it. */
function neighbours(at: number, size: number): [at: number, cost: number][] {
  const [x, y] = [at % size, Math.floor(at / size)];
  const found: [number, number][] = [];
  for (let j = Math.max(y - 1, 0); j <= Math.min(y + 1, size - 1); j++)
    for (let i = Math.max(x - 1, 0); i <= Math.min(x + 1, size - 1); i++)
      if (i !== x || j !== y) found.push([j * size + i, i === x || j === y ? STRAIGHT : DIAGONAL]);
  return found;
}

/**
 * The pixels of `region` that can be reached from `starts` without leaving the region, nearest first. Each is
 * given with its distance from `starts` in pixels.
 */
function distancesWithin(
  starts: readonly number[],
  region: ReadonlySet<number>,
  size: number,
): Map<number, number> {
  const distances = new Map<number, number>();
  // queue[i] contains the pixels to visit at a distance of i fifths of a pixel.
  const queue: number[][] = [[...starts]];
  for (let fifths = 0; fifths < queue.length; fifths++)
    for (const at of queue[fifths] ?? []) {
      if (distances.has(at)) continue;
      distances.set(at, fifths / FIFTHS);
      for (const [next, cost] of neighbours(at, size))
        if (region.has(next) && !distances.has(next)) (queue[fifths + cost] ??= []).push(next);
    }
  return distances;
}
