import { describe, expect, it } from 'vitest';
import {
  dannceFile,
  dannceStructs,
  matFile,
  row,
  square,
  type MatValue,
} from '../../../../test/cameras/write-mat.ts';
import { transposed } from '../../../../test/cameras/rig.ts';
import { dannceEntries } from './dannce.ts';

const [first] = dannceStructs();
const params = (more: Record<string, MatValue>) =>
  matFile({ params: { cells: [{ structs: [{ ...first, ...more }] }] } });
const numbers = (name: string) => {
  const value = first[name];
  return 'numbers' in value ? value.numbers : [];
};
/** A file with a byte changed. */
const byte = (at: number, value: number) => dannceFile().map((old, i) => (i === at ? value : old));

describe("DANNCE's file", () => {
  it('may have short numbers, and no coefficients', () => {
    const straight = { K: first.K, r: first.r };
    const entries = dannceEntries(
      matFile({
        params: {
          cells: [
            { structs: [{ ...straight, t: { dims: [3, 1], numbers: [-1, 2, 300], as: 'int16' } }] },
          ],
        },
      }),
    );
    expect(entries).toMatchObject([{ w2c: { 3: -1, 7: 2, 11: 300 } }]);
    expect(entries[0]).not.toHaveProperty('distortion');
  });

  it('may have large arrays and other fields', () => {
    const large: MatValue = {
      dims: [100, 100],
      numbers: Array.from({ length: 10_000 }, (_, i) => i),
    };
    expect(dannceEntries(params({ large, more: { cells: [{ text: 'a' }] } }))).toHaveLength(1);
  });

  const REFUSED: [name: string, bytes: Uint8Array, sentence: RegExp][] = [
    ['no cameras', matFile({ com: row([1]) }), /without the variable params/],
    ['nothing', matFile({}), /without the variable params/],
    ['params that are numbers', matFile({ params: row([1, 2]) }), /without the variable params/],
    [
      'a K of four numbers',
      params({ K: { dims: [2, 2], numbers: [1, 2, 3, 4] } }),
      /camera 0: K and r must be 3 × 3/,
    ],
    ['a K of text', params({ K: { text: 'K' } }), /camera 0: K and r must be 3 × 3/],
    ['a t of two numbers', params({ t: row([1, 2]) }), /camera 0: K and r must be 3 × 3/],
    [
      'a K that is not transposed',
      params({ K: square(transposed(numbers('K'))) }),
      /camera 0: K has cx and cy in its last column/,
    ],
    [
      'a K of zeros',
      params({ K: square(Array.from({ length: 9 }, () => 0)) }),
      /camera 0: K must be fx 0 cx/,
    ],
    [
      'a sheared r',
      params({ r: square(numbers('r').map((v, i) => (i === 0 ? v + 0.1 : v))) }),
      /camera 0: the upper left 3 × 3 of R and t is not a rotation/,
    ],
    ['NaN', params({ t: row([1, NaN, 3]) }), /camera 0: R and t must be 3 × 3 and 3 numbers/],
    [
      'four radial coefficients',
      params({ RDistort: row([1, 2, 3, 4]) }),
      /RDistort must have up to 3/,
    ],
    [
      'text',
      new TextEncoder().encode('no cameras at all'),
      /no file of MATLAB, or one of version 4/,
    ],
    ['version 7.3', byte(125, 2), /version 7\.3 \(HDF5\)/],
    ['a truncated file', dannceFile().slice(0, -9), /it ends too early/],
    [
      'a truncated compressed file',
      dannceFile({ compressed: true }).slice(0, -9),
      /it ends too early/,
    ],
    [
      'a damaged compressed file',
      dannceFile({ compressed: true }).fill(0xff, 140, 160),
      /is damaged/,
    ],
    [
      'a variable without a header',
      matFile({ a: { cells: [] } }).fill(0, 136, 150),
      /it is damaged/,
    ],
  ];
  it.each(REFUSED)('is refused: %s', (_, bytes, sentence) => {
    expect(dannceEntries(bytes)).toMatch(sentence);
  });

  it('names the camera', () => {
    const file = matFile({
      params: {
        cells: [
          { structs: [first] },
          { structs: [{ ...first, K: square(numbers('K').map((v, i) => (i === 1 ? 4 : -v))) }] },
        ],
      },
      camnames: { cells: [{ text: 'top' }, { text: 'side\n' }] },
    });
    expect(dannceEntries(file)).toMatch(/^camera side\ufffd: K must be/);
  });

  it('is refused wherever it is cut off', () => {
    for (const options of [{}, { compressed: true }]) {
      const whole = dannceFile(options);
      for (let end = 0; end < whole.length; end += 7) {
        const entries = dannceEntries(whole.slice(0, end));
        expect(entries).toBeTypeOf('string');
      }
    }
  });

  it('a small file that becomes a large one is not decompressed', () => {
    const numbers = new Array<number>(2.2e6).fill(0);
    const file = matFile({ params: { dims: [1, numbers.length], numbers } }, { compressed: true });
    expect(file.length).toBeLessThan(50_000);
    expect(dannceEntries(file)).toMatch(/variable params is too large/);
    const others = matFile(
      { sync: { dims: [1, numbers.length], numbers }, ...first },
      { compressed: true },
    );
    expect(dannceEntries(others)).toHaveLength(1);
  });
});
