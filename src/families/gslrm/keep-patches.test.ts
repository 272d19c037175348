import { describe, expect, it } from 'vitest';
import { keepPatches, pixelsOfPatches } from './keep-patches.ts';

/** Two white views of 4×4 pixels with some darker values. With patches of 2×2 they have eight patches. */
const pictures = (
  dark: readonly [view: number, channel: number, y: number, x: number, value: number][],
) => {
  const rgb = new Float32Array(2 * 3 * 4 * 4).fill(1);
  for (const [view, channel, y, x, value] of dark)
    rgb[((view * 3 + channel) * 4 + y) * 4 + x] = value;
  return rgb;
};
const keep = (rgb: Float32Array, maxTokens = 99) =>
  keepPatches(rgb, 2, 4, 2, { keepWhiteAbove: 0.9, maxTokens });

describe('keepPatches', () => {
  it('drops white patches', () => {
    expect(keep(pictures([[0, 1, 0, 0, 0.95]]))).toEqual([]);
  });

  it('keeps a patch that has one dark value in one channel', () => {
    expect(keep(pictures([[0, 2, 3, 1, 0.2]]))).toEqual([2]);
    expect(keep(pictures([[1, 0, 1, 2, 0.2]]))).toEqual([5]);
  });

  it('keeps the darkest patches, in order, if there are too many', () => {
    const rgb = pictures([
      [0, 0, 0, 0, 0.5],
      [0, 0, 0, 2, 0.1],
      [1, 0, 0, 0, 0.5],
      [1, 0, 3, 3, 0.2],
    ]);
    expect(keep(rgb)).toEqual([0, 1, 4, 7]);
    expect(keep(rgb, 3)).toEqual([0, 1, 7]);
  });
});

describe('pixelsOfPatches', () => {
  const order = { size: 4, patch: 2 };

  it('lists the pixels patch by patch, row by row, after the global Gaussians', () =>
    expect([...pixelsOfPatches(10, 1, order)]).toEqual([-1, 0, 1, 4, 5, 2, 3, 6, 7, 8]));

  it('lists the pixels of the kept patches only, in any view', () =>
    expect([...pixelsOfPatches(10, 2, { ...order, kept: BigInt64Array.of(3n, 4n) })]).toEqual([
      -1, -1, 10, 11, 14, 15, 16, 17, 20, 21,
    ]));
});
