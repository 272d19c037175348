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
