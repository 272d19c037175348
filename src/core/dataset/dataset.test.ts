import { describe, expect, it } from 'vitest';
import { parseFrameNumbers } from './frame-numbers.ts';
import { chooseMoments, type MomentRequest } from './moments.ts';
import { numpyPermutation } from './numpy-permutation.ts';
import { splitSamples } from './split.ts';

describe('numpyPermutation', () => {
  // Printed by NumPy 2.4: np.random.seed(seed); np.random.permutation(count).
  it.each([
    [42, 10, [8, 1, 5, 0, 7, 2, 9, 4, 3, 6]],
    [42, 1, [0]],
    [42, 0, []],
    [0, 7, [6, 2, 1, 3, 0, 5, 4]],
    [4294967295, 6, [1, 4, 5, 0, 2, 3]],
  ])('is that of NumPy for the seed %i and %i numbers', (seed, count, order) => {
    expect(numpyPermutation(seed, count)).toEqual(order);
  });

  it('is that of NumPy for many numbers, which need more than one state of the generator', () => {
    const order = numpyPermutation(42, 16_201);
    expect(order.slice(0, 8)).toEqual([9971, 1086, 3608, 7453, 4914, 6590, 8031, 9809]);
    expect(order.reduce((sum, value, i) => sum + ((value * i) % 1_000_003), 0)).toBe(8_071_661_985);
  });
});

it('the split of 2000 samples is that of the lab', () => {
  const { train, val } = splitSamples(2000, 0.1);
  expect([train.length, val.length]).toEqual([1800, 200]);
  expect(val.slice(0, 6)).toEqual([1860, 353, 1333, 905, 1289, 1273]);
  expect(train.slice(-4)).toEqual([1294, 860, 1459, 1126]);
  expect(splitSamples(9, 0.1)).toMatchObject({ val: [] });
  expect(splitSamples(3, 1).train).toEqual([]);
});

describe('chooseMoments', () => {
  const request: MomentRequest = {
    ...{ frames: [100, 100], offsets: [0, 0], skipEnds: 0.05, start: 0, end: undefined },
    ...{ skipped: new Set<number>(), count: 10 },
  };
  const choose = (change: Partial<MomentRequest>) => chooseMoments({ ...request, ...change });

  it('takes int(start + i · range / n), as the lab', () => {
    expect(choose({})).toEqual({ moments: [5, 14, 23, 32, 41, 50, 59, 68, 77, 86], allowed: 90 });
    const many = choose({ frames: [18_000], offsets: [0], count: 2000 });
    const step = 16_200 / 2000;
    expect(many.moments).toEqual(
      Array.from({ length: 2000 }, (_, i) => Math.floor(900 + i * step)),
    );
  });

  it('takes all if there are not more', () => {
    expect(choose({ frames: [10, 12], count: 20, skipEnds: 0.1 }).moments).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ]);
    expect(choose({ frames: [10, 12], count: 20, start: 3, end: 5 }).moments).toEqual([3, 4]);
    expect(choose({ start: 60, end: 50 })).toEqual({ moments: [], allowed: 0 });
  });

  it('leaves out skipped moments, and still finds as many as are wanted', () => {
    const skipped = new Set([14, 23, 24, 25, 50]);
    const { moments, allowed } = choose({ skipped });
    expect(allowed).toBe(85);
    expect(moments).toHaveLength(10);
    expect(moments.filter((moment) => skipped.has(moment))).toEqual([]);
    expect(moments).toEqual([5, 13, 26, 34, 43, 52, 61, 69, 78, 86]);
  });

  it.each([
    [[0, 3], [100, 100], 0, 96],
    [[0, -3], [100, 100], 3, 99],
    [[0, 3], [100, 200], 0, 99],
    [[2, 3], [50, 50], 0, 46],
  ])('with the offsets %j of %j frames takes %i to %i', (offsets, frames, first, last) => {
    const { moments } = choose({ frames, offsets, skipEnds: 0, count: 1000 });
    expect([moments[0], moments.at(-1)]).toEqual([first, last]);
  });
});

it.each([
  ['5900,11800', [5900, 11800]],
  ['3 5-7\n9 # lost\n# 10\n', [3, 5, 6, 7, 9]],
  ['', []],
  ['7-5', '7-5'],
  ['1,x', 'x'],
  ['99999999', '99999999'],
])('parseFrameNumbers(%j)', (text, expected) => {
  const read = parseFrameNumbers(text);
  expect(typeof read === 'string' ? read : [...read]).toEqual(expected);
});
