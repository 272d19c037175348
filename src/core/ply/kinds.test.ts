import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import {
  floats,
  joined,
  latin1,
  makePly,
  rgb,
  refusalOf,
  rowsOf,
  without,
  type PlyRecipe,
  type PlyRow,
} from '../../test/ply/files.ts';
import { cloud, COUNT, file, rows } from '../../test/ply/example.ts';
import { fromFileAxes } from '../gaussians/axes.ts';
import { SH_C0 } from '../gaussians/gaussian-cloud.ts';
import { CORE_NAMES, FACELIFT_NAMES } from './columns.ts';
import { openSplat, readPly, writePly } from './index.ts';
import { TURNED_COMMENT } from './write.ts';

// What people give as a splat: the ways of writing Gaussians that are read.

describe('reads the same Gaussians from', () => {
  test.each<[string, Uint8Array]>([
    ['little-endian', file()],
    ['big-endian', file({ format: 'binary_big_endian' })],
    ['text', file({ format: 'ascii' })],
    ['CR LF in the header', file({ lineEnd: '\r\n' })],
    ['CR in the header', file({ lineEnd: '\r' })],
    ['CR in a text', file({ lineEnd: '\r', format: 'ascii' })],
    ['CR LF in a text', file({ lineEnd: '\r\n', format: 'ascii' })],
    ['a byte order mark', file({ before: '\u00ef\u00bb\u00bf' })],
    ['a byte order mark, text', file({ before: '\u00ef\u00bb\u00bf', format: 'ascii' })],
    ['comments in UTF-8', file({ comments: ['comment \u00ec\u0083\u009d', 'obj_info x'] })],
    [
      'a header of 70 kB',
      file({ comments: Array<string>(700).fill(`comment ${'x'.repeat(100)}`) }),
    ],
    ['doubles', file({ columns: CORE_NAMES.map((name) => `double ${name}`) })],
    ['another order', file({ columns: floats(CORE_NAMES.toReversed()) })],
    ['normals', file({ columns: floats(['nx', 'ny', 'nz', ...CORE_NAMES]) })],
    ['ids and other colours', file({ columns: [...floats(), 'int segment_id', 'uchar red'] })],
    ['45 coefficients of zero', file({ columns: floats(FACELIFT_NAMES) })],
    ['no faces', file({ behind: { lines: ['element face 0'], bytes: [] } })],
    [
      'faces behind',
      file({
        behind: {
          lines: ['element face 2', 'property list uchar uchar vertex_indices'],
          bytes: [3, 0, 1, 2, 1, 5],
        },
      }),
    ],
  ])('%s', (_, bytes) => {
    expect(readPly(bytes)).toEqual(cloud);
  });

  it('quaternions that are zero or of any length, unchanged', () => {
    const changed = rows.map((row, i) => ({
      ...row,
      ...Object.fromEntries([0, 1, 2, 3].map((k) => [`rot_${k}`, i % 2 ? 0 : 7 * k])),
    }));
    const { rotation } = openSplat(makePly(changed), 'mine.ply').cloud;
    expect([...rotation.subarray(0, 8)]).toEqual([0, 7, 14, 21, 0, 0, 0, 0]);
  });
});

describe('2DGS', () => {
  const flat = { ...cloud, logScale: cloud.logScale.slice() };
  for (let i = 2; i < flat.logScale.length; i += 3) flat.logScale[i] = Math.log(1e-6);

  test.each<[string, PlyRecipe]>([
    ['little-endian', {}],
    ['big-endian', { format: 'binary_big_endian' }],
    ['text', { format: 'ascii' }],
    ['doubles', { columns: without('scale_2').map((name) => name.replace('float', 'double')) }],
    ['normals', { columns: ['float nx', ...without('scale_2')] }],
  ])('%s: Gaussians that are thin along their z axis', (_, recipe) => {
    const splat = openSplat(file({ columns: without('scale_2'), ...recipe }), 'mine.ply');
    expect(splat.isFlat).toBe(true);
    expect(splat.cloud).toEqual(flat);
  });

  test('is turned with its normals', () => {
    const comments = [`comment ${TURNED_COMMENT}`];
    const columns = without('scale_2');
    const { cloud: turned } = openSplat(file({ columns, comments }), 'mine.ply');
    expect(turned).toEqual(readPly(makePly(rowsOf(flat), { comments })));
    expect(turned).not.toEqual(flat);
  });

  test.each<[string, string[], string]>([
    ['another third size', [...without('scale_2'), 'float scale_x'], 'scale_2'],
    ['one size', without('scale_1', 'scale_2'), 'scale_1, scale_2'],
    ['no opacity', without('scale_2', 'opacity'), 'opacity'],
    ['no rotation', without('scale_2', 'rot_0', 'rot_1', 'rot_2', 'rot_3'), 'rot_0, rot_1'],
  ])('is not assumed with %s', (_, columns, missing) => {
    const error = refusalOf(file({ columns }));
    expect([error?.code, error?.values.missing]).toEqual([
      'ply-columns',
      expect.stringContaining(missing),
    ]);
  });

  test('is not said of Gaussians with three sizes', () => {
    expect(openSplat(file(), 'mine.ply').isFlat).toBe(false);
  });
});

describe('colours in red, green and blue', () => {
  const colourFile = (type: string, value: (i: number) => number) =>
    makePly(
      rows.map((row, i) => ({
        ...row,
        red: value(3 * i),
        green: value(3 * i + 1),
        blue: value(3 * i + 2),
      })),
      {
        columns: rgb(type),
      },
    );
  const byte = (i: number) => (37 * i) % 256;

  test.each<[string, Uint8Array, (i: number) => number]>([
    ['bytes', colourFile('uchar', byte), (i) => byte(i) / 255],
    ['bytes that are 0 and 1', colourFile('uchar', (i) => i % 2), (i) => (i % 2) / 255],
    ['fractions', colourFile('float', (i) => byte(i) / 255), (i) => byte(i) / 255],
    ['fractions as doubles', colourFile('double', (i) => byte(i) / 255), (i) => byte(i) / 255],
    ['whole floats to 255', colourFile('float', byte), (i) => byte(i) / 255],
    ['whole numbers of 16 bits to 255', colourFile('ushort', byte), (i) => byte(i) / 255],
    [
      'fractions, one of them NaN',
      colourFile('float', (i) => (i === 7 ? NaN : byte(i) / 255)),
      (i) => (i === 7 ? NaN : byte(i) / 255),
    ],
  ])('%s', (_, bytes, level) => {
    const { shDc } = readPly(bytes);
    const levels = Array.from(shDc, (value) => SH_C0 * value + 0.5);
    const far = levels.filter((value, i) => !(Math.abs(value - level(i)) < 1e-6));
    expect(far).toEqual(Number.isNaN(level(7)) ? [NaN] : []);
  });

  test.each<[string, Uint8Array, RegExp]>([
    ['nothing but 0 and 1', colourFile('float', (i) => i % 2), /from 0 to 1/],
    ['16 bits', colourFile('ushort', (i) => 257 * byte(i)), /to 65/],
    ['below 0', colourFile('float', (i) => byte(i) / 255 - 0.5), /from -0.5/],
    ['above 255', colourFile('float', (i) => 1.5 * byte(i)), /to 38/],
    ['fractions above 1', colourFile('float', (i) => byte(i) / 2 + 0.25), /from 0.25 to 127/],
  ])('are refused: %s', (_, bytes, detail) => {
    const error = refusalOf(bytes);
    expect(error?.code).toBe('ply-colours');
    expect(error?.message).toMatch(detail);
  });
});

describe('axes', () => {
  const comments = [`comment ${TURNED_COMMENT}`];
  const packed = readFileSync(
    new URL('../../../models/parity/ply/packed2.compressed.ply', import.meta.url),
  );
  /** A compressed.ply with our comment. */
  const packedTurned = joined(
    latin1(`ply\n${comments[0]}\n`),
    packed.subarray(packed.indexOf('\n') + 1),
  );

  test.each<[string, Uint8Array, Uint8Array]>([
    ['binary', file({ comments }), file()],
    ['big-endian', file({ comments, format: 'binary_big_endian' }), file()],
    ['text', file({ comments, format: 'ascii' }), file()],
    ['compressed', packedTurned, new Uint8Array(packed)],
  ])('our comment turns the cloud back: %s', (_, marked, unmarked) => {
    const back = readPly(marked);
    expect(back).toEqual(fromFileAxes(readPly(unmarked)));
    expect(back).not.toEqual(readPly(unmarked));
  });

  test.each<[string, Uint8Array, string]>([
    ['our standard file', writePly(cloud), 'comment'],
    ['our FaceLift variant', writePly(cloud, 'facelift'), 'facelift'],
    [
      'FaceLift’s columns and one more',
      file({ columns: floats([...FACELIFT_NAMES, 'id']) }),
      'nothing',
    ],
    ['a file of others', file(), 'nothing'],
    ['the comment of others', file({ comments: ['comment Vertical axis: y'] }), 'nothing'],
  ])('%s', (_, bytes, axes) => {
    expect(openSplat(bytes, 'mine.ply').axes).toBe(axes);
  });
});

describe('broken Gaussians', () => {
  const broken = (change: (i: number) => PlyRow) =>
    makePly(rows.map((row, i) => ({ ...row, ...change(i) })));

  it('are left out, and the others keep their order', () => {
    const splat = openSplat(
      broken((i) => (i % 10 === 3 ? { x: NaN } : {})),
      'mine.ply',
    );
    expect(splat.total).toBe(COUNT);
    expect(splat.broken).toEqual([{ part: 'centre', how: 'not finite', count: 10 }]);
    const kept = rows.filter((_, i) => i % 10 !== 3);
    expect(splat.cloud).toEqual(readPly(makePly(kept)));
  });

  it('are an error if there are no others', () => {
    const error = refusalOf(broken(() => ({ scale_0: Infinity })));
    expect([error?.code, error?.values.count]).toEqual(['ply-all-broken', COUNT]);
    expect(error?.message).toBe('100 with a size that is not finite');
  });

  it('do not include infinite opacities, which are counted', () => {
    const splat = openSplat(
      broken((i) => (i < 7 ? { opacity: Infinity } : {})),
      'mine.ply',
    );
    expect([splat.cloud.count, splat.infiniteOpacities]).toEqual([COUNT, 7]);
  });
});
