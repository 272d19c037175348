import { describe, expect, it } from 'vitest';
import { mergePatches } from './merge-patches.ts';

const PATCH = 2;

/** White views of `side` × `side` patches. The given patches have one value that is not white. */
const merge = (
  side: number,
  views: number,
  mouse: readonly [view: number, row: number, column: number, value?: number][],
) => {
  const size = side * PATCH;
  const rgb = new Float32Array(views * 3 * size ** 2).fill(1);
  for (const [view, row, column, value = 0.2] of mouse)
    rgb[((view * 3 + 1) * size + row * PATCH + 1) * size + column * PATCH] = value;
  return mergePatches(rgb, views, size, PATCH);
};

describe('mergePatches', () => {
  it('keeps the mouse and the patches beside it, each for itself', () => {
    const side = 8;
    const merged = merge(side, 1, [[0, 3, 4]]);
    // Each square is one patch, so every patch is kept.
    expect(merged?.kept).toEqual(Array.from({ length: 64 }, (_, i) => i));
    expect(new Set(merged?.counts)).toEqual(new Set([1]));
  });

  it('keeps one patch for the background of each square', () => {
    const side = 32;
    const merged = merge(side, 2, [[1, 0, 0]]);
    const { kept = [], counts = [] } = merged ?? {};
    // 64 squares of 4 × 4 patches in each view; in the corner of the second view four patches more.
    expect(kept).toHaveLength(64 + 64 + 4);
    expect(kept).toEqual([...kept].sort((a, b) => a - b));
    expect(counts.reduce((a, b) => a + b)).toBe(2 * side ** 2);
    const of = (view: number, row: number, column: number) =>
      counts[kept.indexOf((view * side + row) * side + column)];
    expect([of(1, 0, 0), of(1, 0, 1), of(1, 1, 0), of(1, 1, 1)]).toEqual([1, 1, 1, 1]);
    // The corner's square has 12 other patches. Those at (1, 2) and (2, 1) are nearest to its middle, after (1, 1).
    expect(of(1, 1, 2)).toBe(12);
    expect(of(1, 1, 5)).toBe(16);
    expect(of(0, 29, 29)).toBe(16);
  });

  it('does not keep the neighbours in other views or across the border', () => {
    const { kept = [] } = merge(32, 2, [[0, 5, 31]]) ?? {};
    expect(kept).toContain(5 * 32 + 30);
    expect(kept).not.toContain(6 * 32 + 0);
    expect(kept).not.toContain(32 ** 2 + 5 * 32 + 31);
  });

  it('takes nearly white as background', () => {
    expect(merge(32, 1, [[0, 9, 9, 0.955]])).toBeNull();
    expect(merge(32, 1, [[0, 9, 9, 0.945]])).not.toBeNull();
  });

  it('keeps everything where nothing is white', () => {
    const rgb = new Float32Array(3 * 64 ** 2).fill(0.5);
    const merged = mergePatches(rgb, 1, 64, PATCH);
    expect(merged?.kept).toHaveLength(32 ** 2);
    expect(merged?.counts.every((count) => count === 1)).toBe(true);
  });
});
