import { describe, expect, test } from 'vitest';
import { emptyCloud, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { readPly, writePly } from './index.ts';

function someCloud(count: number): GaussianCloud {
  const cloud = emptyCloud(count);
  const { xyz, shDc, opacityLogit, logScale, rotation } = cloud;
  [xyz, shDc, opacityLogit, logScale, rotation].forEach((array, seed) =>
    array.forEach((_, i) => (array[i] = 2 * Math.sin(12.9 * i + seed))),
  );
  return cloud;
}

const headerText = (bytes: Uint8Array) => {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
  return text.slice(0, text.indexOf('end_header\n') + 11);
};
const columnsOf = (header: string) =>
  [...header.matchAll(/property (\w+) (\w+)/g)].map(([, , name]) => name);

test('the standard file has exactly the fourteen documented columns', () => {
  const bytes = writePly(someCloud(3));
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

describe('is rejected as damaged', () => {
  const good = writePly(someCloud(2));
  const edit = (change: (header: string) => string) => {
    const header = headerText(good);
    const head = new TextEncoder().encode(change(header));
    return new Uint8Array([...head, ...good.subarray(header.length)]);
  };
  const cases: Record<string, Uint8Array> = {
    'an unknown format': edit((header) => header.replace('binary_little', 'binary_middle')),
    'two formats': edit((header) => header.replace('element', 'format ascii 1.0\nelement')),
    'an unknown line': edit((header) => header.replace('element', 'elephant 1\nelement')),
    'a type without a name': edit((header) => header.replace('float x', 'float')),
    'a property before any element': edit((header) =>
      header.replace('element', 'property int a\nelement'),
    ),
    'two elements of a name': edit((header) =>
      header.replace('end_header', 'element vertex 2\nend_header'),
    ),
    'a list': edit((header) => header.replace('float x', 'list uchar int x')),
    'an unknown type': edit((header) => header.replace('float x', 'constructor x')),
    'a column twice': edit((header) => header.replace('float y', 'float x')),
    'faces first': edit((header) => header.replace('element vertex', 'element face')),
    'no element': edit((header) => header.replace('element vertex 2\n', '')),
  };
  test.each(Object.entries(cases))('%s', (_, bytes) => {
    expect(() => readPly(bytes)).toThrowError(expect.objectContaining({ code: 'ply-invalid' }));
  });
});
