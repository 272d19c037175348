import { describe, expect, it } from 'vitest';
import { confidenceOf, describeMask, hasAlphaMask, maskIou } from './mask.ts';

/** A mask from rows of characters: `#` 1, `+` 0.5, `-` 0.1, `.` 0. */
const drawing = (...rows: string[]) => {
  const values: Record<string, number> = { '#': 1, '+': 0.5, '-': 0.1, '.': 0 };
  return {
    alpha: Float32Array.from(rows.join(''), (c) => values[c]),
    width: rows[0].length,
    height: rows.length,
  };
};

describe('confidenceOf', () => {
  it('is the mean distance of alpha from one half, without the background', () => {
    expect(confidenceOf(drawing('......', '.##+..', '......').alpha)).toBeCloseTo(2 / 3);
    expect(confidenceOf(drawing('...', '.-.', '...').alpha)).toBeCloseTo(0.8);
    expect(confidenceOf(drawing('...', '...').alpha)).toBe(0);
  });
});

describe('maskIou', () => {
  it('is intersection over union', () => {
    expect(maskIou(drawing('.##+').alpha, drawing('..##').alpha)).toBeCloseTo(1 / 3);
    expect(maskIou(drawing('.-.').alpha, drawing('...').alpha)).toBe(1);
    expect(maskIou(drawing('#..').alpha, drawing('...').alpha)).toBe(0);
  });
});

describe('hasAlphaMask', () => {
  it.each([
    ['fewer than 1 % of the pixels are transparent', 1, 0, false],
    ['1 % of the pixels are transparent', 2, 0, true],
    ['1 % of the pixels have alpha 127', 2, 127, true],
    ['no pixel has an alpha below 128', 200, 128, false],
  ])('%s', (_, count, level, expected) => {
    const data = new Uint8ClampedArray(4 * 200).fill(255);
    for (let pixel = 0; pixel < count; pixel++) data[4 * pixel + 3] = level;
    expect(hasAlphaMask({ width: 20, height: 10, data })).toBe(expected);
  });
});

describe('describeMask', () => {
  it('counts pixels above one half as covered', () => {
    const { alpha, width, height } = drawing('......', '.##+..', '......', '......');
    const facts = describeMask(alpha, width, height);
    expect(facts.coverage).toBeCloseTo(2 / 24);
    expect(facts.touchesBorder).toBe(false);
  });

  it.each([
    ['top', drawing('.##...', '.##...', '......')],
    ['left', drawing('......', '##....', '##....', '......')],
    ['right', drawing('......', '....##', '....##', '......')],
    ['bottom', drawing('......', '..##..', '..##..')],
  ])('recognises a mouse that leaves the picture at the %s', (_side, { alpha, width, height }) => {
    expect(describeMask(alpha, width, height).touchesBorder).toBe(true);
  });

  it('ignores a single pixel on a border', () => {
    const { alpha, width, height } = drawing('.#....', '.##...', '......');
    expect(describeMask(alpha, width, height).touchesBorder).toBe(false);
  });
});
