import { expect, it, test } from 'vitest';
import {
  asReturns,
  floats,
  joined,
  latin1,
  makePly,
  refusalOf,
  withReturns,
  without,
} from '../../test/ply/files.ts';
import {
  COUNT,
  expectRefusal,
  face,
  file,
  headerBytes,
  points,
  rows,
  STRIDE,
  type Refused,
} from '../../test/ply/example.ts';
import { CORE_NAMES } from './columns.ts';
import { readPly } from './index.ts';

// Each cause of a file that cannot be read has its own error, with the name of the file and with figures.

const binary = file();
const text = file({ format: 'ascii' });

const degree = (count: number) =>
  floats([...CORE_NAMES, ...Array.from({ length: count }, (_, i) => `f_rest_${i}`)]);
const cases: Refused[] = [
  ['no bytes', new Uint8Array(0), 'ply-zero-bytes', /0 bytes/],
  [
    'no end_header',
    binary.subarray(0, headerBytes - 11),
    'ply-no-end',
    /no line end_header in the first \d+ bytes/,
  ],
  [
    'rows without end_header',
    joined(binary.subarray(0, headerBytes - 11), binary.subarray(headerBytes)),
    'ply-no-end',
    /no line end_header/,
  ],
  [
    'end_header at the end of a longer line',
    latin1(new TextDecoder('latin1').decode(binary).replace('end_header', 'x end_header')),
    'ply-no-end',
    /no line end_header/,
  ],

  [
    'cut off within a row',
    binary.subarray(0, -700),
    'ply-cut',
    /100 rows of vertex need 5600 bytes, but only 4900 follow/,
  ],
  ['a header alone', binary.subarray(0, headerBytes), 'ply-cut', /but only 0 follow/],
  [
    'faces behind that are cut off',
    file({ behind: { ...face, bytes: [3, 0] } }),
    'ply-cut',
    /end in row 1 of 1 of element face/,
  ],

  [
    'a negative count',
    file({ count: -1 }),
    'ply-count',
    /line 3: “-1” is not a number of rows/,
    { count: '“-1”' },
  ],
  [
    'a count with a fraction',
    file({ count: 2.5 }),
    'ply-count',
    /“2.5” is not a number of rows/,
    { count: '“2.5”' },
  ],
  [
    'a count of 400 digits',
    file({ count: '9'.repeat(400) }),
    'ply-count',
    /“9{120}…” is not/,
    { count: `“${'9'.repeat(120)}…”` },
  ],
  [
    'a count that is too large',
    file({ count: 1000 }),
    'ply-count',
    /exactly 100 rows follow/,
    { count: 1000 },
  ],
  [
    'a count that is too small',
    file({ count: 50 }),
    'ply-count',
    /exactly 100 rows follow/,
    { count: 50 },
  ],

  [
    'a byte behind',
    joined(binary, latin1('x')),
    'ply-left-over',
    /^1 bytes are left over after the last element$/,
    { size: binary.length },
  ],
  [
    'a line feed behind',
    joined(binary, latin1('\n')),
    'ply-left-over',
    /1 bytes are left over after the last element, all of them white space/,
    { size: binary.length },
  ],
  [
    'zeros to a multiple of 4096',
    joined(binary, new Uint8Array(4096)),
    'ply-left-over',
    /4096 bytes .*, all of them zero/,
    { size: binary.length },
  ],
  [
    'zeros of the length of rows',
    joined(binary, new Uint8Array(3 * STRIDE)),
    'ply-left-over',
    /168 bytes .*, all of them zero/,
    { size: binary.length },
  ],
  [
    'rows behind other elements',
    file({ behind: { ...face, bytes: [3, 0, 1, 2, ...binary.subarray(-STRIDE)] } }),
    'ply-left-over',
    /56 bytes/,
    { size: binary.length + 4 + face.lines.join('\n').length + 1 },
  ],

  ['line ends that became CR LF, with the data', withReturns(binary), 'ply-line-ends', /two bytes/],
  ['line ends that became CR, with the data', asReturns(binary), 'ply-line-ends', /a return/],

  ['zero vertices', makePly([]), 'ply-no-gaussians', /element vertex 0/],
  [
    'zero vertices in text',
    makePly([], { format: 'ascii' }),
    'ply-no-gaussians',
    /element vertex 0/,
  ],

  [
    'points with colours',
    file({ columns: [...points, 'uchar red', 'uchar green', 'uchar blue'] }),
    'ply-points',
    /opacity, scale and rot are missing/,
  ],
  ['points in text', file({ columns: points, format: 'ascii' }), 'ply-points', /are missing/],
  [
    'points with normals and no faces',
    file({
      columns: [...points, 'float nx'],
      behind: { lines: ['element face 0'], bytes: [] },
    }),
    'ply-points',
    /are missing/,
  ],
  ['a mesh', file({ columns: points, behind: face }), 'ply-mesh', /1 rows of element face/],
  [
    'a mesh of strips',
    file({
      columns: points,
      behind: { lines: ['element tristrips 2', 'property int a'], bytes: [0, 0, 0, 0, 0, 0, 0, 0] },
    }),
    'ply-mesh',
    /2 rows of element tristrips/,
  ],
  [
    'no sizes',
    file({ columns: without('scale_0', 'scale_1', 'scale_2') }),
    'ply-columns',
    /its columns are “x y z f_dc_0/,
    { missing: 'scale_0, scale_1, scale_2' },
  ],
  [
    'no colours',
    file({ columns: without('f_dc_0', 'f_dc_1', 'f_dc_2') }),
    'ply-columns',
    /its columns are “x y z opacity/,
    { missing: 'f_dc_0, f_dc_1, f_dc_2' },
  ],
  [
    'another numbering of f_rest',
    file({ columns: [...floats(), ...degree(10).slice(CORE_NAMES.length + 1)] }),
    'ply-columns',
    /its columns are/,
    { missing: 'f_rest_0' },
  ],
  [
    'nothing known',
    file({ columns: ['float a'] }),
    'ply-columns',
    /^its columns are “a”$/,
    { missing: 'x, y, z, f_dc_0, f_dc_1, … (+9)' },
  ],

  ['SH of degree 4', file({ columns: degree(72) }), 'ply-degree', /degree 4/, { count: 72 }],
  ['SH of degree 5', file({ columns: degree(105) }), 'ply-degree', /degree 5/, { count: 105 }],
  ['SH of no degree', file({ columns: degree(5) }), 'ply-degree', /fit no degree/, { count: 5 }],

  [
    'text declared as binary',
    joined(binary.subarray(0, headerBytes), text.subarray(-COUNT * STRIDE - 9)),
    'ply-left-over',
    /9 bytes/,
    { size: binary.length },
  ],
  [
    'an unknown header line',
    file({ comments: ['elephant \u001b[31m'] }),
    'ply-invalid',
    /^line 3: unknown header line “elephant”$/,
  ],
  [
    'an unknown type',
    file({ comments: ['element a 0', 'property \u001b[31m b'] }),
    'ply-invalid',
    /line 4: property “b” has the unknown type “\ufffd\[31m”/,
  ],
];

test.each(cases)('%s', expectRefusal);

it('does not take a short binary file with CR for a damaged one', () => {
  const one = makePly(rows.slice(0, 1), { lineEnd: '\r' });
  expect(one.indexOf(10)).toBe(-1);
  expect(readPly(one).count).toBe(1);
});

test.each([
  ['an unknown format', 'binary_little', 'binary_middle'],
  ['two formats', 'element', 'format ascii 1.0\nelement'],
  ['a type without a name', 'float x', 'float'],
  ['a property before any element', 'element', 'property int a\nelement'],
  ['two elements of a name', 'end_header', 'element vertex 2\nend_header'],
  ['a list', 'float x', 'list uchar int x'],
  ['a type that is a method', 'float x', 'constructor x'],
  ['a column twice', 'float y', 'float x'],
  ['faces first', 'element vertex', 'element face'],
  ['no element', 'element vertex 100\n', ''],
])('is rejected as damaged: %s', (_, from, to) => {
  const text = new TextDecoder('latin1').decode(binary);
  expect(refusalOf(latin1(text.replace(from, to)))?.code).toBe('ply-invalid');
});
