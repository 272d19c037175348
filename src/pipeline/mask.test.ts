import { describe, expect, it } from 'vitest';
import { confidenceOf, describeMask, dropSpecks } from './mask.ts';

/** A mask from a drawing: `#` 1, `+` 0.5, `-` 0.1, `.` 0. */
const drawing = (...rows: string[]) => {
  const values: Record<string, number> = { '#': 1, '+': 0.5, '-': 0.1, '.': 0 };
  return {
    alpha: Float32Array.from(rows.join(''), (c) => values[c]),
    width: rows[0].length,
    height: rows.length,
  };
};

describe('dropSpecks', () => {
  it('keeps what hangs together, corner to corner, with its soft edge', () => {
    const { alpha, width, height } = drawing('-##...', '.#+-..', '...#..', '......');
    const before = alpha.slice();
    dropSpecks(alpha, width, height);
    expect(alpha).toEqual(before);
  });

  it('drops specks but not a tail that is cut off', () => {
    const size = 32;
    const alpha = new Float32Array(size * size);
    for (let y = 2; y < 22; y++) alpha.fill(1, y * size + 2, y * size + 22);
    alpha.fill(1, 25 * size, 25 * size + 20);
    alpha[30 * size + 30] = 1;
    dropSpecks(alpha, size, size);
    expect(alpha[10 * size + 10]).toBe(1);
    expect(alpha[25 * size + 5]).toBe(1);
    expect(alpha[30 * size + 30]).toBe(0);
  });
});

describe('confidenceOf', () => {
  it('is how far from one half a mask is where it is not empty', () => {
    expect(confidenceOf(drawing('......', '.##+..', '......').alpha)).toBeCloseTo(2 / 3);
    expect(confidenceOf(drawing('...', '.-.', '...').alpha)).toBeCloseTo(0.8);
    expect(confidenceOf(drawing('...', '...').alpha)).toBe(0);
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
