import type { EditedMask, Rect } from './mask.ts';

/** A long task gives way after so many pixels: a few milliseconds on a slow machine. */
const PIECE = 200_000;

/** Work in pieces. Whoever runs it may do something else between two of them. */
export type Pieces<T> = Generator<undefined, T, undefined>;

/** Pixels that hang together. */
export interface Flooded {
  /** 1 for each pixel that was reached, else 0; row-major. */
  reached: Uint8Array<ArrayBuffer>;
  rect: Rect;
}

/**
 * Finds the pixels that hang together with one pixel, by their edges, row by row.
 * @param isIn whether a pixel counts; called with its index, row·width + column
 */
export function* flood(
  { width, height }: Pick<EditedMask, 'width' | 'height'>,
  start: number,
  isIn: (at: number) => boolean,
): Pieces<Flooded> {
  const reached = new Uint8Array(width * height);
  const rect = { left: width, top: height, right: 0, bottom: 0 };
  const stack = isIn(start) ? [start] : [];
  let work = 0;
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (reached[at]) continue;
    const row = Math.floor(at / width);
    let [first, last] = [at, at];
    while (first > row * width && !reached[first - 1] && isIn(first - 1)) first -= 1;
    while (last < (row + 1) * width - 1 && !reached[last + 1] && isIn(last + 1)) last += 1;
    reached.fill(1, first, last + 1);
    rect.left = Math.min(rect.left, first - row * width);
    rect.right = Math.max(rect.right, last - row * width + 1);
    rect.top = Math.min(rect.top, row);
    rect.bottom = Math.max(rect.bottom, row + 1);
    for (const step of [-width, width]) {
      if (first + step < 0 || first + step >= reached.length) continue;
      let inside = false;
      for (let next = first + step; next <= last + step; next++) {
        const counts = !reached[next] && isIn(next);
        if (counts && !inside) stack.push(next);
        inside = counts;
      }
    }
    work += 3 * (last - first + 1);
    if (work < PIECE) continue;
    work = 0;
    yield;
  }
  return { reached, rect };
}

/** Does all pieces at once. */
export function finish<T>(pieces: Pieces<T>): T {
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
  }
}
