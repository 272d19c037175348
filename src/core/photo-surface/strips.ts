import { boxMean } from '../image/box-mean.ts';

/** A long thin part of a mask, a tail or a leg. */
export interface Strip {
  /** Pixels, each with the way to it along the strip from where that leaves the body, pixels. */
  way: Map<number, number>;
  /** The way to its far end. */
  length: number;
}

/** Steps to neighbours in fifths of a pixel (chamfer 5-7, Borgefors 1986). */
const FIFTHS = 5;
const [STRAIGHT, ASLANT] = [5, 7];

/**
 * The parts of a square mask that are narrower than 2·radius + 1 pixels everywhere (what an opening by a square takes away)
 * and at least `shortest` pixels long.
 */
export function stripsOf(
  mask: Float32Array,
  size: number,
  radius: number,
  shortest: number,
): Strip[] {
  const eroded = boxMean(mask, size, size, radius).map((mean) => Number(mean > 1 - 1e-4));
  const opened = boxMean(eroded, size, size, radius);
  const thin = new Set([...mask.keys()].filter((at) => mask[at] > 0 && opened[at] < 1e-6));
  const isRoot = (at: number) =>
    neighbours(at, size).some(([next]) => mask[next] > 0 && !thin.has(next));
  const strips: Strip[] = [];
  const done = new Set<number>();
  for (const at of thin) {
    if (done.has(at)) continue;
    const part = [...waysWithin([at], thin, size).keys()];
    part.forEach((pixel) => done.add(pixel));
    const roots = part.filter(isRoot);
    const start = roots.length > 0 ? widest(roots, size) : [part[part.length - 1]];
    const way = waysWithin(start, thin, size);
    const length = Math.max(...way.values());
    if (length >= shortest) strips.push({ way, length });
  }
  return strips;
}

/** The largest of the connected parts of some pixels. */
function widest(pixels: readonly number[], size: number): number[] {
  const open = new Set(pixels);
  let best: number[] = [];
  for (const at of pixels) {
    if (!open.has(at)) continue;
    const part = [...waysWithin([at], open, size).keys()];
    part.forEach((pixel) => open.delete(pixel));
    if (part.length > best.length) best = part;
  }
  return best;
}

/** The pixels around one and what a step there costs. */
function neighbours(at: number, size: number): [at: number, cost: number][] {
  const [x, y] = [at % size, Math.floor(at / size)];
  const found: [number, number][] = [];
  for (let j = Math.max(y - 1, 0); j <= Math.min(y + 1, size - 1); j++)
    for (let i = Math.max(x - 1, 0); i <= Math.min(x + 1, size - 1); i++)
      if (i !== x || j !== y) found.push([j * size + i, i === x || j === y ? STRAIGHT : ASLANT]);
  return found;
}

/** The pixels that can be reached from the given ones within a part, nearest first, each with the way there. */
function waysWithin(
  starts: readonly number[],
  part: ReadonlySet<number>,
  size: number,
): Map<number, number> {
  const way = new Map<number, number>();
  const queue: number[][] = [[...starts]];
  for (let length = 0; length < queue.length; length++)
    for (const at of queue[length] ?? []) {
      if (way.has(at)) continue;
      way.set(at, length / FIFTHS);
      for (const [next, cost] of neighbours(at, size))
        if (part.has(next) && !way.has(next)) (queue[length + cost] ??= []).push(next);
    }
  return way;
}
