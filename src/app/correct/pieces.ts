import type { Pieces } from '../../core/mask-edit/flood.ts';

/** Milliseconds of work at once, so that the page stays fluent. */
const BUDGET_MS = 20;

/** Lets the page draw and listen. */
const pause = () => new Promise<void>((resolve) => void setTimeout(resolve));

/** Does work in pieces, with pauses between them. */
export async function inPieces<T>(pieces: Pieces<T>): Promise<T> {
  for (let startMs = performance.now(); ;) {
    const { done, value } = pieces.next();
    if (done) return value;
    if (performance.now() - startMs < BUDGET_MS) continue;
    await pause();
    startMs = performance.now();
  }
}
