import { expect, it, describe } from 'vitest';
import { randomCloud } from '../../test/random-clouds.ts';
import { toFileAxes } from '../gaussians/axes.ts';
import { emptyCloud, shRestSize, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { plyBlob, readPly, writePly, writePlyChunks } from './index.ts';

function cloudOf(count: number, degree: 0 | 1 | 2 | 3): GaussianCloud {
  const cloud = randomCloud(7, { count });
  if (degree === 0) return cloud;
  const rest = new Float32Array(3 * shRestSize(degree) * count);
  rest.forEach((_, i) => (rest[i] = Math.sin(12.9 * i)));
  return { ...cloud, sh: { degree, rest } };
}

describe.each([
  ['standard', 0],
  ['standard', 1],
  ['standard', 2],
  ['standard', 3],
  ['facelift', 0],
  ['facelift', 2],
] as const)('%s, degree %i', (variant, degree) => {
  it('has the same bytes whole, in pieces and as a Blob', async () => {
    const cloud = cloudOf(degree === 0 ? 100_000 : 30_000, degree);
    const whole = writePly(cloud, variant);
    const pieces = [...writePlyChunks(cloud, variant)];
    expect(pieces.length).toBeGreaterThan(degree === 1 ? 1 : 2);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(1 << 22);
    expect(Buffer.compare(Buffer.concat(pieces), whole)).toBe(0);
    const blob = new Uint8Array(await plyBlob(cloud, variant).arrayBuffer());
    expect(Buffer.compare(blob, whole)).toBe(0);
  });

  it('has a header and no rows for an empty cloud', () => {
    expect(readPly(writePly(emptyCloud(0), variant)).count).toBe(0);
    expect([...writePlyChunks(emptyCloud(0), variant)]).toHaveLength(1);
  });
});

it('keeps every bit of values that are not turned: NaN, −0, denormals, infinities', () => {
  const odd = new Float32Array([NaN, -0, 1e-42, Infinity, -Infinity, 3.4e38]);
  const cloud = emptyCloud(2);
  cloud.xyz.set(odd);
  cloud.shDc.set(odd);
  cloud.logScale.set(odd);
  cloud.rotation.set([1, ...odd, 2]);
  const fields = ['xyz', 'shDc', 'logScale'] as const;
  for (const variant of ['standard', 'facelift'] as const) {
    const back = readPly(writePly(cloud, variant));
    for (const field of fields) expect(back[field]).toEqual(cloud[field]);
  }
  expect(readPly(writePly(cloud, 'facelift')).rotation).toEqual(cloud.rotation);
});

it('turns the cloud to the file’s axes as toFileAxes does', () => {
  const cloud = cloudOf(600, 3);
  const turned = toFileAxes(cloud);
  const file = writePly(cloud);
  const text = new TextDecoder('latin1').decode(file);
  const foreign = file.slice();
  // Without our comment in the header the reader does not turn the file back.
  foreign.set(new TextEncoder().encode('comment house'), text.indexOf('comment mouse'));
  expect(readPly(foreign)).toEqual(turned);
});

const headerText = (bytes: Uint8Array) => {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
  return text.slice(0, text.indexOf('end_header\n') + 11);
};
const columnsOf = (header: string) =>
  [...header.matchAll(/property (\w+) (\w+)/g)].map(([, , name]) => name);

it('the standard file has exactly the fourteen documented columns', () => {
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

it('the FaceLift file has its 62 columns, 239 bytes each, world axes, truncated colours', () => {
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
