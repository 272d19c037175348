import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { camerasOf, readCameraFile } from '../src/core/camera/files/index.ts';
import type { Camera } from '../src/core/camera/camera.ts';
import { selectGaussians } from '../src/core/gaussians/filters.ts';
import type { GaussianCloud } from '../src/core/gaussians/gaussian-cloud.ts';
import { rasterizeCpu } from '../src/core/rasterize/rasterize.ts';
import { sentenceOf } from './sentence.ts';
import { readSplat } from './splat-file.ts';

/** All files of made-up splats beside the repository, and what is right for each. They are too many to be in it. */
const field = new URL('../../shared/data/field/', import.meta.url);

/** Pictures are equal if no number differs by more. */
const EQUAL = 1e-7;

describe.skipIf(!existsSync(field))('the collected splats', () => {
  let cameras: Camera[] = [];
  let base: GaussianCloud;

  const open = async (name: string) => {
    const said: string[] = [];
    const file = fileURLToPath(new URL(`ply/${name}`, field));
    return { cloud: await readSplat(file, 'world', (line) => said.push(line)), said };
  };
  const pictures = (cloud: GaussianCloud) =>
    cameras.map((camera) => rasterizeCpu(cloud, camera, { background: 'white' }).rgba);
  /** Largest difference of any number in the pictures of both cameras. */
  const difference = (a: GaussianCloud, b: GaussianCloud) => {
    const others = pictures(b);
    return Math.max(
      ...pictures(a).flatMap((rgba, c) =>
        rgba.reduce((most, v, i) => Math.max(most, Math.abs(v - others[c][i])), 0),
      ),
    );
  };

  beforeAll(async () => {
    const file = readFileSync(new URL('cameras/base.json', field));
    cameras = camerasOf(await readCameraFile(file, 'base.json'), 'base.json');
    base = (await open('base.ply')).cloud;
  });

  it('are drawn at all', () => {
    const drawn = pictures(base).map((rgba) => rgba.filter((value) => value < 0.5).length);
    expect(Math.min(...drawn)).toBeGreaterThan(100);
  });

  test.each([
    ...['ascii', 'big_endian', 'doubles', 'crlf_header', 'utf8_comment', 'long_header', 'bom'],
    ...['reordered', 'segment_ids', 'list_after', 'face_zero', 'inria62', 'quat_unnormalised'],
  ])('%s equals base', async (name) => {
    const { cloud, said } = await open(`${name}.ply`);
    expect(said).toEqual([]);
    expect(difference(cloud, base)).toBeLessThan(EQUAL);
  });

  test.each(['rgb_bytes', 'rgb_floats'])(
    '%s has the colours of base, in 256 levels',
    async (name) => {
      const { cloud, said } = await open(`${name}.ply`);
      expect(said).toEqual([]);
      expect(difference(cloud, base)).toBeLessThan(0.51 / 255);
      expect(difference(cloud, (await open('rgb_bytes.ply')).cloud)).toBeLessThan(EQUAL);
    },
  );

  /** The columns of a file of floats, read without our reader. */
  function columnsOf(name: string) {
    const bytes = readFileSync(new URL(`ply/${name}`, field));
    const end = bytes.indexOf('end_header\n') + 11;
    const header = bytes.subarray(0, end).toString('latin1');
    const names = [...header.matchAll(/^property float (\S+)$/gm)].map(([, column]) => column);
    const at = (i: number, column: string) =>
      bytes.readFloatLE(end + 4 * (names.length * i + names.indexOf(column)));
    return { names, at };
  }

  test.each([
    ['sh1', 1, 9],
    ['sh2', 2, 24],
    ['sh3', 3, 45],
  ])('%s has its coefficients', async (name, degree, size) => {
    const { cloud } = await open(`${name}.ply`);
    const { at } = columnsOf(`${name}.ply`);
    expect(cloud.sh?.degree).toBe(degree);
    const expected = Array.from({ length: size * cloud.count }, (_, k) =>
      at(Math.floor(k / size), `f_rest_${k % size}`),
    );
    expect([...(cloud.sh?.rest ?? [])]).toEqual(expected);
    expect(difference(cloud, { ...cloud, sh: undefined })).toBeGreaterThan(0.01);
  });

  /** Whether a row of a file differs from that of base. */
  function changedRow(name: string) {
    const [theirs, ours] = [columnsOf(name), columnsOf('base.ply')];
    return (i: number) =>
      ours.names.some((column) => !Object.is(theirs.at(i, column), ours.at(i, column)));
  }

  test.each([
    ['nan_positions', 3, '3 with a centre that is not finite'],
    [
      'nan_others',
      4,
      '1 with a rotation that is not finite, 1 with a size that is not finite, 1 with an opacity that is not finite, 1 with a colour that is not finite',
    ],
    ['opacity_minus_inf', 10, '10 with an opacity that is zero'],
    ['scale_plus_inf', 10, '10 with a size that is not finite'],
    ['scale_minus_inf', 10, '10 with a size that is zero'],
    ['scale_huge', 10, '10 with a size that is too large'],
    ['sh_huge', 10, '10 with a colour that is too large'],
  ])('%s: %i are left out', async (name, count, kinds) => {
    const { cloud, said } = await open(`${name}.ply`);
    const parts = (text: string) => text.replace(/\.$/, '').split(', ').sort();
    const [, start, list] = /^(.*?: .*?: )(.*)$/.exec(said[0]) ?? [];
    expect(start).toBe(`${name}.ply: ${count} of 220 Gaussians are left out: `);
    expect(parts(list)).toEqual(parts(kinds));
    const isChanged = changedRow(`${name}.ply`);
    expect(
      difference(
        cloud,
        selectGaussians(base, (i) => !isChanged(i)),
      ),
    ).toBeLessThan(EQUAL);
  });

  it('opacity_inf: all are opaque', async () => {
    const { cloud, said } = await open('opacity_inf.ply');
    expect(said).toEqual([
      'opacity_inf.ply: 220 of 220 Gaussians have an infinite opacity. They are drawn as opaque.',
    ]);
    const opaque = { ...base, opacityLogit: base.opacityLogit.map(() => 100) };
    expect(difference(cloud, opaque)).toBeLessThan(EQUAL);
  });

  it('quat_zero: no rotation', async () => {
    const { cloud, said } = await open('quat_zero.ply');
    expect(said).toEqual([]);
    const isChanged = changedRow('quat_zero.ply');
    const rotation = base.rotation.map((value, k) =>
      isChanged(Math.floor(k / 4)) ? Number(k % 4 === 0) : value,
    );
    expect(difference(cloud, { ...base, rotation })).toBeLessThan(EQUAL);
  });

  it('cloud.splat equals base, with colours, opacities and rotations of 8 bits', async () => {
    const { cloud } = await open('cloud.splat');
    expect(cloud.xyz).toEqual(base.xyz);
    cloud.logScale.forEach((value, i) => expect(value).toBeCloseTo(base.logScale[i], 5));
    expect(difference(cloud, base)).toBeLessThan(2 / 255);
  });

  it('2dgs_no_scale2: flat Gaussians', async () => {
    const { cloud, said } = await open('2dgs_no_scale2.ply');
    expect(said).toEqual([expect.stringContaining('220 flat Gaussians (2DGS)')]);
    const logScale = base.logScale.map((value, k) => (k % 3 === 2 ? Math.log(1e-6) : value));
    expect(difference(cloud, { ...base, logScale })).toBeLessThan(EQUAL);
  });

  test.each<[string, RegExp]>([
    ['base.ply.gz', /packed with gzip.* Unpack it/],
    ['empty.ply', /is empty: the file has 0 bytes/],
    ['zero_vertices.ply', /contains no Gaussians/],
    ['xyz_rgb_points.ply', /contains points, not Gaussians/],
    ['count_negative.ply', /wrong number of Gaussians: “-1”/],
    ['count_too_big.ply', /wrong number of Gaussians: 2200: exactly 220 rows/],
    ['count_too_small.ply', /wrong number of Gaussians: 110: exactly 220 rows/],
    ['truncated.ply', /ends too early: 220 rows of vertex need 12320 bytes, but only 11620 follow/],
    ['no_end_header.ply', /has no end: no line end_header in the first 12668 bytes/],
    [
      'padded_4k.ply',
      /more than its header says: 4096 bytes .* all of them zero\. .* first 12679 bytes/,
    ],
    ['lfs_pointer.ply', /pointer of Git LFS.* git lfs pull/],
  ])('%s is refused', async (name, sentence) => {
    const line = await open(name).then(() => 'was read', sentenceOf);
    expect(line).toContain(name);
    expect(line).toMatch(sentence);
  });
});
