import { expect, it, test } from 'vitest';
import {
  asReturns,
  floats,
  joined,
  latin1,
  makePly,
  refusalOf,
  rowsOf,
  withReturns,
  without,
  type PlyRecipe,
} from '../../test/ply/files.ts';
import { randomCloud } from '../../test/random-clouds.ts';
import { CORE_NAMES } from './columns.ts';
import { readPly } from './index.ts';

// Each cause of a file that cannot be read has its own error, with the name of the file and with figures.

const COUNT = 100;
const rows = rowsOf(randomCloud(3, { count: COUNT }));
const file = (recipe?: PlyRecipe) => makePly(rows, recipe);

const STRIDE = 4 * CORE_NAMES.length;
const binary = file();
const text = file({ format: 'ascii' });
const headerBytes = binary.length - STRIDE * COUNT;

const degree = (count: number) =>
  floats([...CORE_NAMES, ...Array.from({ length: count }, (_, i) => `f_rest_${i}`)]);
const points = ['x', 'y', 'z'].map((name) => `float ${name}`);
const face = {
  lines: ['element face 1', 'property list uchar uchar vertex_indices'],
  bytes: [3, 0, 1, 2],
};

interface Case {
  bytes: Uint8Array;
  code: string;
  detail: RegExp;
  /** Values of the sentence, without the file's name. */
  values?: Record<string, string | number>;
}

const cases: Record<string, Case> = {
  'no bytes': { bytes: new Uint8Array(0), code: 'ply-zero-bytes', detail: /0 bytes/ },
  'no end_header': {
    bytes: binary.subarray(0, headerBytes - 11),
    code: 'ply-no-end',
    detail: /no line end_header in the first \d+ bytes/,
  },
  'rows without end_header': {
    bytes: joined(binary.subarray(0, headerBytes - 11), binary.subarray(headerBytes)),
    code: 'ply-no-end',
    detail: /no line end_header/,
  },
  'end_header at the end of a longer line': {
    bytes: latin1(new TextDecoder('latin1').decode(binary).replace('end_header', 'x end_header')),
    code: 'ply-no-end',
    detail: /no line end_header/,
  },

  'cut off within a row': {
    bytes: binary.subarray(0, -700),
    code: 'ply-cut',
    detail: /100 rows of vertex need 5600 bytes, but only 4900 follow/,
  },
  'a header alone': {
    bytes: binary.subarray(0, headerBytes),
    code: 'ply-cut',
    detail: /but only 0 follow/,
  },
  'faces behind that are cut off': {
    bytes: file({ behind: { ...face, bytes: [3, 0] } }),
    code: 'ply-cut',
    detail: /end in row 1 of 1 of element face/,
  },

  'a negative count': {
    bytes: file({ count: -1 }),
    code: 'ply-count',
    detail: /line 3: “-1” is not a number of rows/,
    values: { count: '“-1”' },
  },
  'a count with a fraction': {
    bytes: file({ count: 2.5 }),
    code: 'ply-count',
    detail: /“2.5” is not a number of rows/,
    values: { count: '“2.5”' },
  },
  'a count of 400 digits': {
    bytes: file({ count: '9'.repeat(400) }),
    code: 'ply-count',
    detail: /“9{120}…” is not/,
    values: { count: `“${'9'.repeat(120)}…”` },
  },
  'a count that is too large': {
    bytes: file({ count: 1000 }),
    code: 'ply-count',
    detail: /exactly 100 rows follow/,
    values: { count: 1000 },
  },
  'a count that is too small': {
    bytes: file({ count: 50 }),
    code: 'ply-count',
    detail: /exactly 100 rows follow/,
    values: { count: 50 },
  },

  'a byte behind': {
    bytes: joined(binary, latin1('x')),
    code: 'ply-left-over',
    detail: /^1 bytes are left over after the last element$/,
    values: { size: binary.length },
  },
  'a line feed behind': {
    bytes: joined(binary, latin1('\n')),
    code: 'ply-left-over',
    detail: /1 bytes are left over after the last element, all of them white space/,
    values: { size: binary.length },
  },
  'zeros to a multiple of 4096': {
    bytes: joined(binary, new Uint8Array(4096)),
    code: 'ply-left-over',
    detail: /4096 bytes .*, all of them zero/,
    values: { size: binary.length },
  },
  'zeros of the length of rows': {
    bytes: joined(binary, new Uint8Array(3 * STRIDE)),
    code: 'ply-left-over',
    detail: /168 bytes .*, all of them zero/,
    values: { size: binary.length },
  },
  'rows behind other elements': {
    bytes: file({ behind: { ...face, bytes: [3, 0, 1, 2, ...binary.subarray(-STRIDE)] } }),
    code: 'ply-left-over',
    detail: /56 bytes/,
    values: { size: binary.length + 4 + face.lines.join('\n').length + 1 },
  },

  'line ends that became CR LF, with the data': {
    bytes: withReturns(binary),
    code: 'ply-line-ends',
    detail: /two bytes/,
  },
  'line ends that became CR, with the data': {
    bytes: asReturns(binary),
    code: 'ply-line-ends',
    detail: /a return/,
  },

  'zero vertices': {
    bytes: makePly([]),
    code: 'ply-no-gaussians',
    detail: /element vertex 0/,
  },
  'zero vertices in text': {
    bytes: makePly([], { format: 'ascii' }),
    code: 'ply-no-gaussians',
    detail: /element vertex 0/,
  },

  'points with colours': {
    bytes: file({ columns: [...points, 'uchar red', 'uchar green', 'uchar blue'] }),
    code: 'ply-points',
    detail: /opacity, scale and rot are missing/,
  },
  'points in text': {
    bytes: file({ columns: points, format: 'ascii' }),
    code: 'ply-points',
    detail: /are missing/,
  },
  'points with normals and no faces': {
    bytes: file({
      columns: [...points, 'float nx'],
      behind: { lines: ['element face 0'], bytes: [] },
    }),
    code: 'ply-points',
    detail: /are missing/,
  },
  'a mesh': {
    bytes: file({ columns: points, behind: face }),
    code: 'ply-mesh',
    detail: /1 rows of element face/,
  },
  'a mesh of strips': {
    bytes: file({
      columns: points,
      behind: { lines: ['element tristrips 2', 'property int a'], bytes: [0, 0, 0, 0, 0, 0, 0, 0] },
    }),
    code: 'ply-mesh',
    detail: /2 rows of element tristrips/,
  },
  'no sizes': {
    bytes: file({ columns: without('scale_0', 'scale_1', 'scale_2') }),
    code: 'ply-columns',
    detail: /its columns are “x y z f_dc_0/,
    values: { missing: 'scale_0, scale_1, scale_2' },
  },
  'no colours': {
    bytes: file({ columns: without('f_dc_0', 'f_dc_1', 'f_dc_2') }),
    code: 'ply-columns',
    detail: /its columns are “x y z opacity/,
    values: { missing: 'f_dc_0, f_dc_1, f_dc_2' },
  },
  'another numbering of f_rest': {
    bytes: file({ columns: [...floats(), ...degree(10).slice(CORE_NAMES.length + 1)] }),
    code: 'ply-columns',
    detail: /its columns are/,
    values: { missing: 'f_rest_0' },
  },
  'nothing known': {
    bytes: file({ columns: ['float a'] }),
    code: 'ply-columns',
    detail: /^its columns are “a”$/,
    values: { missing: 'x, y, z, f_dc_0, f_dc_1, … (+9)' },
  },

  'SH of degree 4': {
    bytes: file({ columns: degree(72) }),
    code: 'ply-degree',
    detail: /degree 4/,
    values: { count: 72 },
  },
  'SH of degree 5': {
    bytes: file({ columns: degree(105) }),
    code: 'ply-degree',
    detail: /degree 5/,
    values: { count: 105 },
  },
  'SH of no degree': {
    bytes: file({ columns: degree(5) }),
    code: 'ply-degree',
    detail: /fit no degree/,
    values: { count: 5 },
  },

  'text declared as binary': {
    bytes: joined(binary.subarray(0, headerBytes), text.subarray(-COUNT * STRIDE - 9)),
    code: 'ply-left-over',
    detail: /9 bytes/,
    values: { size: binary.length },
  },
  'an unknown header line': {
    bytes: file({ comments: ['elephant \u001b[31m'] }),
    code: 'ply-invalid',
    detail: /^line 3: unknown header line “elephant”$/,
  },
  'an unknown type': {
    bytes: file({ comments: ['element a 0', 'property \u001b[31m b'] }),
    code: 'ply-invalid',
    detail: /line 4: property “b” has the unknown type “\ufffd\[31m”/,
  },
};

test.each(Object.entries(cases))('%s', (_, { bytes, code, detail, values }) => {
  const error = refusalOf(bytes);
  expect({ code: error?.code, values: error?.values }).toEqual({
    code,
    values: { file: 'mine.ply', ...values },
  });
  expect(error?.message).toMatch(detail);
});

it('does not take a short binary file with CR for a damaged one', () => {
  const one = makePly(rows.slice(0, 1), { lineEnd: '\r' });
  expect(one.indexOf(10)).toBe(-1);
  expect(readPly(one).count).toBe(1);
});
