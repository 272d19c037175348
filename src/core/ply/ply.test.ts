import { expect, test } from 'vitest';
import { latin1, refusalOf } from '../../test/ply/files.ts';
import { randomCloud } from '../../test/random-clouds.ts';
import { emptyCloud } from '../gaussians/gaussian-cloud.ts';
import { writePly } from './index.ts';

const headerText = (bytes: Uint8Array) => {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
  return text.slice(0, text.indexOf('end_header\n') + 11);
};
const columnsOf = (header: string) =>
  [...header.matchAll(/property (\w+) (\w+)/g)].map(([, , name]) => name);

test('the standard file has exactly the fourteen documented columns', () => {
  const bytes = writePly(randomCloud(1, { count: 3 }));
  const header = headerText(bytes);
  expect(header.startsWith('ply\nformat binary_little_endian 1.0\n')).toBe(true);
  expect(header).toContain('\nelement vertex 3\n');
  expect(columnsOf(header).join(' ')).toBe(
    'x y z f_dc_0 f_dc_1 f_dc_2 opacity scale_0 scale_1 scale_2 rot_0 rot_1 rot_2 rot_3',
  );
  expect(header.match(/property float/g)).toHaveLength(14);
  expect(bytes.length - header.length).toBe(3 * 56);
});

test('the FaceLift file has its 62 columns, 239 bytes each, world axes, truncated colours', () => {
  const cloud = emptyCloud(2);
  cloud.xyz.set([1, 2, 3]);
  cloud.shDc.set([0, 9, -9]);
  cloud.rotation.set([1, 0, 0, 0]);
  const bytes = writePly(cloud, 'facelift');
  const header = headerText(bytes);
  const columns = columnsOf(header);
  expect(columns).toHaveLength(62);
  expect(columns.slice(0, 10).join(' ')).toBe('x y z red green blue f_dc_0 f_dc_1 f_dc_2 f_rest_0');
  expect(columns.slice(53).join(' ')).toBe(
    'f_rest_44 opacity scale_0 scale_1 scale_2 rot_0 rot_1 rot_2 rot_3',
  );
  expect(bytes.length - header.length).toBe(2 * 239);
  const view = new DataView(bytes.buffer, header.length);
  expect([0, 4, 8].map((at) => view.getFloat32(at, true))).toEqual([1, 2, 3]);
  expect([12, 13, 14].map((at) => view.getUint8(at))).toEqual([127, 255, 0]);
});

test.each([
  ['an unknown format', 'binary_little', 'binary_middle'],
  ['two formats', 'element', 'format ascii 1.0\nelement'],
  ['an unknown line', 'element', 'elephant 1\nelement'],
  ['a type without a name', 'float x', 'float'],
  ['a property before any element', 'element', 'property int a\nelement'],
  ['two elements of a name', 'end_header', 'element vertex 2\nend_header'],
  ['a list', 'float x', 'list uchar int x'],
  ['an unknown type', 'float x', 'constructor x'],
  ['a column twice', 'float y', 'float x'],
  ['faces first', 'element vertex', 'element face'],
  ['no element', 'element vertex 2\n', ''],
])('is rejected as damaged: %s', (_, from, to) => {
  const text = new TextDecoder('latin1').decode(writePly(emptyCloud(2)));
  expect(refusalOf(latin1(text.replace(from, to)))?.code).toBe('ply-invalid');
});
