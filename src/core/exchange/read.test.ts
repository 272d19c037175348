import { describe, expect, it, test } from 'vitest';
import { withDescription } from '../../test/exchange/glb-file.ts';
import { makeKsplat } from '../../test/exchange/make-ksplat.ts';
import { cloud as example } from '../../test/ply/example.ts';
import { anyRefusalOf } from '../../test/ply/files.ts';
import { antimatter } from '../../test/ply/other-splats.ts';
import { randomCloud } from '../../test/random-clouds.ts';
import { mapCloud } from '../camera/similarity.ts';
import { fromFileAxes, toFileAxes } from '../gaussians/axes.ts';
import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { exportSplat, openAnySplat } from './index.ts';
import { loadLibrary } from './library.ts';
import { cloudOf, tableOf, unitRotations } from './table.ts';

const cloud = randomCloud(11, { count: 80, sh: 2 });

/** Reads a file whose axes are those of viewers. @returns in world axes */
const read = async (bytes: Uint8Array) => fromFileAxes((await openAnySplat(bytes, 'a')).cloud);

const largest = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), a.length - b.length);

/**
 * The largest angle between the axes of Gaussians, as the sine of its half. A half turn about one of its own axes does not
 * change a Gaussian.
 */
function angle(a: GaussianCloud, b: GaussianCloud): number {
  let most = 0;
  for (let i = 0; i < 4 * b.count; i += 4) {
    const [p, [w, x, y, z]] = [a, b].map(({ rotation }) => [...rotation.subarray(i, i + 4)]);
    const same = [
      [w, x, y, z],
      [-x, w, z, -y],
      [-y, -z, w, x],
      [-z, y, -x, w],
    ];
    const dots = same.map((q) => Math.abs(p.reduce((sum, value, k) => sum + value * q[k], 0)));
    const cos = Math.max(...dots) / Math.hypot(...p) / Math.hypot(w, x, y, z);
    most = Math.max(most, Math.sqrt(Math.max(0, 1 - cos * cos)));
  }
  return most;
}

test.each<[string, number, () => Promise<Uint8Array> | Uint8Array, GaussianCloud]>([
  ['.splat', 1e-6, () => antimatter(100), fromFileAxes(example)],
  ['.ksplat', 1e-6, () => makeKsplat(cloud), cloud],
  ['.spz', 3e-4, () => exportSplat(cloud, 'spz'), cloud],
  ['.glb', 1e-6, () => exportSplat(cloud, 'glb'), cloud],
])('%s: centres, sizes and rotations', async (format, tolerance, make, original) => {
  const opened = await read(await make());
  expect(opened.count).toBe(original.count);
  expect(largest(opened.xyz, original.xyz)).toBeLessThan(tolerance);
  expect(largest(opened.logScale, original.logScale)).toBeLessThan(format === '.spz' ? 0.04 : 1e-5);
  const rounding = { '.splat': 0.02, '.spz': 0.01 }[format] ?? 1e-3;
  expect(angle(opened, original)).toBeLessThan(rounding);
});

it('SPZ that Niantic’s codec wrote, and it reads ours', async () => {
  const library = await loadLibrary();
  const files = new library.MemoryFileSystem();
  const turned = toFileAxes(cloud);
  const dataTable = tableOf(library, { ...turned, rotation: unitRotations(turned.rotation) });
  await library.writeSpz({ filename: 'a', dataTable, version: 3 }, files);
  const theirs = await read(files.results.get('a')!);
  const source = new library.MemoryReadFileSystem();
  source.set('a', await exportSplat(cloud, 'spz'));
  const ours = fromFileAxes(cloudOf(await library.readSpz(await source.createSource('a'))));
  for (const opened of [theirs, ours]) {
    expect(largest(opened.xyz, cloud.xyz)).toBeLessThan(3e-4);
    expect(angle(opened, cloud)).toBeLessThan(0.01);
    expect(largest(opened.shDc, cloud.shDc)).toBeLessThan(0.02);
    expect(largest(opened.sh!.rest, cloud.sh!.rest)).toBeLessThan(0.16);
  }
});

describe('.glb', async () => {
  const file = await exportSplat(cloud, 'glb');

  it('keeps the coefficients of spherical harmonics', async () => {
    const opened = await read(file);
    expect(largest(opened.sh!.rest, cloud.sh!.rest)).toBeLessThan(1e-5);
    expect(largest(opened.opacityLogit, cloud.opacityLogit)).toBeLessThan(1e-3);
  });

  it('moves and turns the splat as its nodes say', async () => {
    // A quarter turn about X, twice the size, and a step along Y, in two nodes.
    const half = Math.SQRT1_2;
    const placed = withDescription(file, (description) => ({
      ...description,
      nodes: [
        { children: [1], translation: [0, 3, 0] },
        { mesh: 0, rotation: [half, 0, 0, half], scale: [2, 2, 2] },
      ],
    }));
    const opened = await read(placed);
    // With Y up: x y z → 2x, 3 − 2z, 2y. In the world, x y z is x z −y.
    const moved = mapCloud(
      { scale: 2, rotation: [1, 0, 0, 0, 0, -1, 0, 1, 0], translation: [0, 0, 3] },
      cloud,
    );
    expect(largest(opened.xyz, moved.xyz)).toBeLessThan(1e-5);
    expect(angle(opened, moved)).toBeLessThan(1e-3);
    expect(largest(opened.logScale, moved.logScale)).toBeLessThan(1e-5);
    expect(largest(opened.sh!.rest, moved.sh!.rest)).toBeLessThan(1e-4);
  });

  it('takes matrices as nodes', async () => {
    const matrix = [0, 0, -2, 0, 0, 2, 0, 0, 2, 0, 0, 0, 1, 2, 3, 1];
    const opened = await read(
      withDescription(file, (description) => ({ ...description, nodes: [{ mesh: 0, matrix }] })),
    );
    // With Y up: x y z → 2z + 1, 2y + 2, −2x + 3.
    const [x, y, z] = cloud.xyz;
    const expected = [-2 * y + 1, 2 * x - 3, 2 * z + 2];
    [...opened.xyz.subarray(0, 3)].forEach((value, k) => expect(value).toBeCloseTo(expected[k], 4));
  });

  it('takes logarithms as sizes, as drafts of the format have them', async () => {
    const draft = file.slice();
    const { accessors, bufferViews, meshes } = descriptionOf(file);
    const index = meshes[0].primitives[0].attributes['KHR_gaussian_splatting:SCALE'];
    const start = binaryStart(file) + bufferViews[accessors[index].bufferView].byteOffset;
    const view = new DataView(draft.buffer);
    for (let at = start; at < start + 12 * cloud.count; at += 4)
      view.setFloat32(at, Math.log(view.getFloat32(at, true)), true);
    expect(largest((await read(draft)).logScale, cloud.logScale)).toBeLessThan(1e-5);
  });

  const changed = (change: (description: Record<string, never>) => object) =>
    withDescription(file, (description) => ({
      ...description,
      ...change(description as Record<string, never>),
    }));

  test.each<[string, Uint8Array, string, RegExp]>([
    [
      'a mesh',
      changed(() => ({ meshes: [{ primitives: [{ attributes: {} }] }] })),
      'ply-mesh',
      /KHR_gaussian_splatting/,
    ],
    [
      'a stretched node',
      changed(() => ({ nodes: [{ mesh: 0, scale: [1, 1, 2] }] })),
      'splat-damaged',
      /stretches/,
    ],
    [
      'a mirrored node',
      changed(() => ({ nodes: [{ mesh: 0, scale: [1, 1, -1] }] })),
      'splat-damaged',
      /mirrors/,
    ],
    [
      'nodes in a circle',
      changed(() => ({ nodes: [{ children: [0] }] })),
      'splat-damaged',
      /not a tree/,
    ],
    [
      'a node with two parents',
      changed(() => ({ scenes: [{ nodes: [0] }], nodes: [{ children: [1, 1] }, { mesh: 0 }] })),
      'splat-damaged',
      /not a tree/,
    ],
    [
      'a missing node',
      changed(() => ({ scenes: [{ nodes: [7] }] })),
      'splat-damaged',
      /node 7 is missing/,
    ],
    [
      'data beyond the end',
      changed(() => ({ bufferViews: [{ buffer: 0, byteOffset: 1e9, byteLength: 9 }] })),
      'splat-damaged',
      /behind the file/,
    ],
    ['no data', changed(() => ({ accessors: [] })), 'splat-damaged', /has no data/],
    [
      'another kind of numbers',
      changed(() => ({
        accessors: [{ bufferView: 0, componentType: 5125, count: 1, type: 'VEC3' }],
      })),
      'splat-damaged',
      /type 5125/,
    ],
    ['a half file', file.subarray(0, file.length / 2), 'splat-damaged', /cut off/],
    [
      'version 1',
      Uint8Array.from(file, (byte, i) => (i === 4 ? 1 : byte)),
      'splat-damaged',
      /version 1/,
    ],
  ])('refuses %s', async (_, bytes, code, detail) => {
    const error = await anyRefusalOf(bytes, 'mine.glb');
    expect(error?.code).toBe(code);
    expect(error?.message).toMatch(detail);
    expect(error?.values.file).toBe('mine.glb');
  });
});

interface Description {
  accessors: { bufferView: number }[];
  bufferViews: { byteOffset: number }[];
  meshes: { primitives: { attributes: Record<string, number> }[] }[];
}

const jsonLength = (glb: Uint8Array) =>
  new DataView(glb.buffer, glb.byteOffset).getUint32(12, true);
const binaryStart = (glb: Uint8Array) => 28 + jsonLength(glb);
const descriptionOf = (glb: Uint8Array) =>
  JSON.parse(new TextDecoder().decode(glb.subarray(20, 20 + jsonLength(glb)))) as Description;

describe('damaged files are refused, and never end otherwise', async () => {
  const files = {
    spz: await exportSplat(cloud, 'spz'),
    sog: await exportSplat(randomCloud(1, { count: 20 }), 'sog'),
    glb: await exportSplat(cloud, 'glb'),
    ksplat: await makeKsplat(cloud),
  };
  test.each(Object.entries(files))('%s', async (format, file) => {
    for (let part = 1; part < 12; part++) {
      const cut = file.slice(0, Math.floor((part * file.length) / 12));
      const error = await anyRefusalOf(cut, `a.${format}`);
      expect(error?.code, `${part} of 12`).toMatch(/^(splat-damaged|ply-)/);
    }
  });
});
