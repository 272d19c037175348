import { describe, expect, it } from 'vitest';
import { naturally } from './natural-order.ts';

describe('naturally', () => {
  it.each([
    [
      ['cam10', 'cam9', 'cam2'],
      ['cam2', 'cam9', 'cam10'],
    ],
    [
      ['b', 'a', 'B', 'A1'],
      ['A1', 'B', 'a', 'b'],
    ],
    [
      ['2-10', '2-9', '10-1'],
      ['2-9', '2-10', '10-1'],
    ],
    [
      ['007', '7', '07'],
      ['007', '07', '7'],
    ],
    [
      ['a', 'a1', ''],
      ['', 'a', 'a1'],
    ],
    [
      ['99999999999999999999', '100000000000000000000'],
      ['99999999999999999999', '100000000000000000000'],
    ],
    [
      ['x01y2', 'x1y1'],
      ['x1y1', 'x01y2'],
    ],
  ])('%j → %j', (names, sorted) => {
    expect(names.toSorted(naturally)).toEqual(sorted);
    expect(names.toReversed().sort(naturally)).toEqual(sorted);
  });
});
