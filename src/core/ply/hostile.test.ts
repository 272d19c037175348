import { expect, test, describe, it } from 'vitest';
import { floats, refusalOf } from '../../test/ply/files.ts';
import { emptyCloud } from '../gaussians/gaussian-cloud.ts';
import { readPly, writePly } from './index.ts';

const text = (...lines: string[]) => new TextEncoder().encode(lines.join('\n'));

/** Code and message of the error about the file. */
function rejection(bytes: Uint8Array): string {
  const error = refusalOf(bytes);
  return `${error?.code}: ${error?.message}`;
}

const files: Record<string, Uint8Array> = {
  standard: writePly({ ...emptyCloud(3), sh: { degree: 1, rest: new Float32Array(27).fill(1) } }),
  facelift: writePly(emptyCloud(3), 'facelift'),
};

/** Processor time since `start`. Unlike wall time it does not depend on other programs. */
const workMs = (start: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};

describe.each(Object.entries(files))('%s', (_, file) => {
  it('is rejected when cut off at any byte', () => {
    for (let length = 0; length < file.length; length++)
      expect(rejection(file.slice(0, length))).toMatch(/^ply-/);
  });

  it('is read or rejected with an error about the file when any one byte of the header is changed', () => {
    const end = new TextDecoder('latin1').decode(file).indexOf('end_header') + 11;
    for (let at = 0; at < end; at++)
      for (const value of [0, 10, 32, 45, 57, 120, 255]) {
        const broken = file.slice();
        broken[at] = value;
        try {
          readPly(broken);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^ply-/) as string });
        }
      }
  });
});

const COLUMNS = floats().map((column) => `property ${column}`);
const START = ['ply', 'format binary_little_endian 1.0'];
const ASCII = ['ply', 'format ascii 1.0'];

/** Headers that claim too much: allocating or walking all of it would take minutes or end the process. */
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

test.each(Object.entries(claims))('rejects within 500 ms a file that claims %s', (_, bytes) => {
  const start = process.cpuUsage();
  expect(rejection(bytes)).toMatch(/^ply-/);
  expect(workMs(start)).toBeLessThan(500);
});

test.each([
  ['a hexadecimal number', '1 2 3 4 5 6 7 8 9 10 11 12 13 0x1', /is not a number/],
  ['a number too few', '1.0 2.0 3.0 4 5 6 7 8 9 10 11 12 13', /ply-cut/],
])('rejects ASCII with %s', (_, body, reason) => {
  const file = text(...ASCII, 'element vertex 1', ...COLUMNS, 'end_header', body);
  expect(rejection(file)).toMatch(reason);
});

test('reads NaN and infinities in ASCII', () => {
  const body = 'nan -inf +Infinity 1e3 -.5 6. 7 8 9 10 11 12 13 14\n';
  const file = text(...ASCII, 'element vertex 1', ...COLUMNS, 'end_header', body);
  const cloud = readPly(file);
  expect([...cloud.xyz, ...cloud.shDc]).toEqual([NaN, -Infinity, Infinity, 1000, -0.5, 6]);
});

test('rejects a text of 4 million lines without a list of them', () => {
  const head = text(...ASCII, 'element vertex 99999999', ...COLUMNS, 'end_header', '');
  const bytes = new Uint8Array(head.length + 8_000_000).map((_, i) => (i % 2 ? 0x31 : 0x0a));
  bytes.set(head);
  const before = process.memoryUsage().heapUsed;
  expect(rejection(bytes)).toMatch(/^ply-/);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(50e6);
});

test('rejects a header of 100 MB within 2 s, without an end or with one far behind', () => {
  const bytes = new Uint8Array(100_000_000).fill(0x63);
  bytes.set(text(...START, 'comment '));
  const start = process.cpuUsage();
  expect(rejection(bytes)).toMatch(/ply-no-end/);
  bytes.set(text('', 'end_header', ''), bytes.length - 12);
  expect(rejection(bytes)).toMatch(/ply-no-end/);
  expect(workMs(start)).toBeLessThan(2000);
});

test('rejects a header of 20,000 elements or properties within 1 s', () => {
  const many = Array.from({ length: 20_000 }, (_, i) => `property float a${i}`);
  const elements = Array.from({ length: 20_000 }, (_, i) => `element e${i} 1`);
  const start = process.cpuUsage();
  expect(rejection(text(...START, 'element vertex 1', ...many, 'end_header', ''))).toMatch(/^ply-/);
  expect(rejection(text(...START, ...elements, 'end_header', ''))).toMatch(/no element vertex/);
  expect(workMs(start)).toBeLessThan(1000);
});
