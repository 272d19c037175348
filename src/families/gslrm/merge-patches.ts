import { lowestOfPatches } from './keep-patches.ts';

/**
 * A patch is background if all its values, 0…1, are this or higher. This and the next two numbers were measured with
 * models/training/evaluate/pruning.py.
 */
const WHITE = 0.95;

/** Background patches that are this near to a mouse patch, in rows and columns, are all kept. */
const NEAR = 1;

/** Squares along a side of a view. One patch stands for all background patches of a square. */
const SQUARES = 8;

/** The patches that are kept, and how many patches each stands for. */
export interface MergedPatches {
  /** Ascending: view·(S/p)² + row·(S/p) + column. */
  kept: number[];
  /** For each kept patch, the number of patches that it stands for. 1: only for itself. */
  counts: number[];
}

/**
 * Chooses the patches for a GS-LRM that was trained with all patches. It keeps the mouse and the background next
 * to it. The rest of a view is divided into squares. In each square, the background patch nearest to the middle
 * stands for all background patches of the square: white patches differ only in their rays.
 * @param rgb `[V, 3, S, S]`, 0…1
 * @returns null if no view shows a mouse: all patches are background
 */
export function mergePatches(
  rgb: Float32Array,
  views: number,
  size: number,
  patch: number,
): MergedPatches | null {
  const side = size / patch;
  const lowest = lowestOfPatches(rgb, views, size, patch);
  const isMouse = (view: number, row: number, column: number) =>
    row >= 0 &&
    row < side &&
    column >= 0 &&
    column < side &&
    lowest[(view * side + row) * side + column] < WHITE;
  const width = Math.ceil(side / SQUARES);
  const squares = new Map<string, Square>();
  const count = new Map<number, number>();
  let mice = 0;
  for (let i = 0; i < lowest.length; i += 1) {
    const [view, row, column] = [Math.floor(i / side ** 2), Math.floor(i / side) % side, i % side];
    if (isMouse(view, row, column)) mice += 1;
    if (neighbours(row, column).some(([y, x]) => isMouse(view, y, x))) count.set(i, 1);
    else {
      const [y, x] = [Math.floor(row / width), Math.floor(column / width)];
      const key = `${view} ${y} ${x}`;
      const square = squares.get(key) ?? { nearest: i, distance: Infinity, patches: 0 };
      const middle = (index: number) => index * width + (width - 1) / 2;
      const distance = (row - middle(y)) ** 2 + (column - middle(x)) ** 2;
      squares.set(key, {
        ...(distance < square.distance ? { nearest: i, distance } : square),
        patches: square.patches + 1,
      });
    }
  }
  if (mice === 0) return null;
  for (const { nearest, patches } of squares.values()) count.set(nearest, patches);
  const kept = [...count.keys()].sort((a, b) => a - b);
  return { kept, counts: kept.map((i) => count.get(i) ?? 1) };
}

interface Square {
  /** The background patch nearest to the middle of the square. */
  nearest: number;
  /** Square of its distance, in patches. */
  distance: number;
  /** Number of background patches. */
  patches: number;
}

/** The patches at most `NEAR` rows and columns away, the patch itself included. */
const neighbours = (row: number, column: number) =>
  Array.from({ length: (2 * NEAR + 1) ** 2 }, (_, i): [number, number] => [
    row - NEAR + Math.floor(i / (2 * NEAR + 1)),
    column - NEAR + (i % (2 * NEAR + 1)),
  ]);
