import { expect, test, describe, it } from 'vitest';
import { AppError } from '../errors.ts';
import { emptyCloud } from '../gaussians/gaussian-cloud.ts';
import { readPly, writePly } from './index.ts';

const text = (...lines: string[]) => new TextEncoder().encode(lines.join('\n'));

/** The refusal's sentence; anything but one AppError fails. */
function refusal(bytes: Uint8Array): string {
  try {
    readPly(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    if (error instanceof AppError && error.code === 'ply-invalid') return error.message;
    throw error;
  }
  throw new Error('was read');
}

const files: Record<string, Uint8Array> = {
  standard: writePly({ ...emptyCloud(3), sh: { degree: 1, rest: new Float32Array(27).fill(1) } }),
  facelift: writePly(emptyCloud(3), 'facelift'),
};

/** Processor time since then: a busy machine takes longer, but not more. */
const workMs = (start: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};

describe.each(Object.entries(files))('%s', (_, file) => {
  it('is refused when it ends early, at every byte', () => {
    for (let length = 0; length < file.length; length++)
      expect(refusal(file.slice(0, length))).toMatch(/^PLY: /);
  });

  it('is read or refused, and nothing else, with any one byte of the header changed', () => {
    const end = new TextDecoder('latin1').decode(file).indexOf('end_header') + 11;
    for (let at = 0; at < end; at++)
      for (const value of [0, 10, 32, 45, 57, 120, 255]) {
        const broken = file.slice();
        broken[at] = value;
        try {
          readPly(broken);
        } catch (error) {
          expect(error).toMatchObject({ code: 'ply-invalid' });
        }
      }
  });
});

const COLUMNS = ['x', 'y', 'z', 'f_dc_0', 'f_dc_1', 'f_dc_2', 'opacity']
  .concat(['scale_0', 'scale_1', 'scale_2', 'rot_0', 'rot_1', 'rot_2', 'rot_3'])
  .map((name) => `property float ${name}`);
const START = ['ply', 'format binary_little_endian 1.0'];
const ASCII = ['ply', 'format ascii 1.0'];

/** Allocating what they ask for, or walking it, would take minutes or end the process. */
const claims: Record<string, Uint8Array> = {
  'a thousand million Gaussians': text(
    ...START,
    'element vertex 1000000000',
    ...COLUMNS,
    'end_header',
    '',
  ),
  '10^15 Gaussians': text(...START, 'element vertex 999999999999999', ...COLUMNS, 'end_header', ''),
  'the same in text': text(
    ...ASCII,
    'element vertex 999999999999999',
    ...COLUMNS,
    'end_header',
    '1',
  ),
  '10^15 rows of nothing': text(...START, 'element vertex 999999999999999', 'end_header', ''),
  'rows of nothing in front, then too many': text(
    ...[...START, 'element void 999999999999999', 'element vertex 99999999'],
    ...[...COLUMNS, 'end_header', ''],
  ),
  'a list of 4·10^9 numbers': text(
    ...[...START, 'element face 1', 'property list uint double corners', 'element vertex 1'],
    ...[...COLUMNS, 'end_header', '\u007f\u007f\u007f\u007f'],
  ),
  '10^15 lists': text(
    ...[...START, 'element face 999999999999999', 'property list uchar int corners'],
    ...['element vertex 1', ...COLUMNS, 'end_header', 'abc'],
  ),
  'a list of 10^12 numbers in text': text(
    ...[...ASCII, 'element face 1', 'property list uint int corners', 'element vertex 0'],
    ...[...COLUMNS, 'end_header', '1000000000000 1 2 3'],
  ),
  'a list of −1 numbers': text(
    ...[...START, 'element face 1', 'property list float int corners', 'element vertex 0'],
    ...[...COLUMNS, 'end_header', '\u0001\u0001\u0001\u0001'],
  ),
  'packed Gaussians without chunks': text(
    ...[...START, 'element vertex 0', 'property uint packed_position', 'end_header', ''],
  ),
  'packed Gaussians, and chunks that are not there': text(
    ...[...START, 'element chunk 99999999', 'property float min_x', 'element vertex 9'],
    ...['property uint packed_position', 'end_header', ''],
  ),
};

test.each(Object.entries(claims))('claims %s', (_, bytes) => {
  const start = process.cpuUsage();
  expect(refusal(bytes)).toMatch(/^PLY: /);
  expect(workMs(start)).toBeLessThan(500);
});

test.each([
  ['a word', '1 2 3 4 5 6 7 8 9 10 11 12 13 x', /"x" is no number/],
  ['a hexadecimal number', '1 2 3 4 5 6 7 8 9 10 11 12 13 0x1', /is no number/],
  ['a number too many', '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15', /left over/],
  ['a number too few', '1.0 2.0 3.0 4 5 6 7 8 9 10 11 12 13', /end too early/],
])('text with %s', (_, body, reason) => {
  const file = text(...ASCII, 'element vertex 1', ...COLUMNS, 'end_header', body);
  expect(refusal(file)).toMatch(reason);
});

test('text with numbers that are none is read', () => {
  const body = 'nan -inf +Infinity 1e3 -.5 6. 7 8 9 10 11 12 13 14\n';
  const file = text(...ASCII, 'element vertex 1', ...COLUMNS, 'end_header', body);
  const cloud = readPly(file);
  expect([...cloud.xyz, ...cloud.shDc]).toEqual([NaN, -Infinity, Infinity, 1000, -0.5, 6]);
});

test('100 MB of header, with no end or one far behind, are refused at once', () => {
  const bytes = new Uint8Array(100_000_000).fill(0x63);
  bytes.set(text(...START, 'comment '));
  const start = process.cpuUsage();
  expect(refusal(bytes)).toMatch(/does not end/);
  bytes.set(text('', 'end_header', ''), bytes.length - 12);
  expect(refusal(bytes)).toMatch(/does not end/);
  expect(workMs(start)).toBeLessThan(2000);
});

test('a header of ten thousand elements or properties takes no time', () => {
  const many = Array.from({ length: 20_000 }, (_, i) => `property float a${i}`);
  const elements = Array.from({ length: 20_000 }, (_, i) => `element e${i} 1`);
  const start = process.cpuUsage();
  expect(refusal(text(...START, 'element vertex 1', ...many, 'end_header', ''))).toMatch(/PLY/);
  expect(refusal(text(...START, ...elements, 'end_header', ''))).toMatch(/no element vertex/);
  expect(workMs(start)).toBeLessThan(1000);
});
