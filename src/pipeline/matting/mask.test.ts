import { describe, expect, it } from 'vitest';
import { confidenceOf, describeMask, overlap } from './mask.ts';

/** A mask from a drawing: `#` 1, `+` 0.5, `-` 0.1, `.` 0. */
const drawing = (...rows: string[]) => {
  const values: Record<string, number> = { '#': 1, '+': 0.5, '-': 0.1, '.': 0 };
  return {
    alpha: Float32Array.from(rows.join(''), (c) => values[c]),
    width: rows[0].length,
    height: rows.length,
  };
};

describe('confidenceOf', () => {
  it('is how far from one half a mask is where it is not empty', () => {
    expect(confidenceOf(drawing('......', '.##+..', '......').alpha)).toBeCloseTo(2 / 3);
    expect(confidenceOf(drawing('...', '.-.', '...').alpha)).toBeCloseTo(0.8);
    expect(confidenceOf(drawing('...', '...').alpha)).toBe(0);
  });
});

describe('overlap', () => {
  it('is intersection over union', () => {
    expect(overlap(drawing('.##+').alpha, drawing('..##').alpha)).toBeCloseTo(1 / 3);
    expect(overlap(drawing('.-.').alpha, drawing('...').alpha)).toBe(1);
    expect(overlap(drawing('#..').alpha, drawing('...').alpha)).toBe(0);
  });
});

describe('describeMask', () => {
  it('measures coverage', () => {
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
  ])('sees a mouse that leaves the picture at the %s', (_side, { alpha, width, height }) => {
    expect(describeMask(alpha, width, height).touchesBorder).toBe(true);
  });

  it('forgives a single pixel on a border', () => {
    const { alpha, width, height } = drawing('.#....', '.##...', '......');
    expect(describeMask(alpha, width, height).touchesBorder).toBe(false);
  });
});
