import { expect, it } from 'vitest';
import { extentOf } from '../../core/gaussians/extent.ts';
import { writePly } from '../../core/ply/index.ts';
import { makePly, rowsOf } from '../../test/ply/files.ts';
import { randomCloud } from '../../test/random-clouds.ts';
import { largestFile, readSource, SHOWN_RADIUS, shownCloud } from './read-source.ts';

const cloud = randomCloud(2, { count: 300, sh: 1 });
const file = (bytes: Uint8Array<ArrayBuffer>) => ({ name: 'a.ply', blob: new Blob([bytes]) });
const ours = file(writePly(cloud));
const foreign = file(makePly(rowsOf(randomCloud(2, { count: 300 }))));

it('shows a splat of this program as it is, without SH', async () => {
  const shown = shownCloud(await readSource({ file: ours, up: 'Z' }, 1e9));
  expect(shown.sh).toBeUndefined();
  shown.xyz.forEach((value, i) => expect(value).toBeCloseTo(cloud.xyz[i], 5));
});

it('shows other splats as large as a mouse, at the origin', async () => {
  const read = await readSource({ file: foreign, up: 'Z' }, 1e9);
  const { middle, radius } = extentOf([shownCloud(read)]);
  expect(radius).toBeCloseTo(SHOWN_RADIUS, 4);
  middle.forEach((value) => expect(value).toBeCloseTo(0, 4));
  // −Y is up in files of viewers.
  expect(read.cloud.xyz[2]).toBeCloseTo(-randomCloud(2, { count: 300 }).xyz[1], 5);
});

it('turns the axis up that a person says', async () => {
  const { cloud: turned } = await readSource({ file: ours, up: 'X' }, 1e9);
  for (let i = 0; i < 3 * turned.count; i += 3)
    expect(turned.xyz[i + 2]).toBeCloseTo(cloud.xyz[i], 5);
});

it('refuses files that do not fit into memory', async () => {
  const large = { file: ours, up: 'Z' } as const;
  await expect(readSource(large, 100)).rejects.toMatchObject({
    code: 'ply-too-large',
    values: { file: 'a.ply' },
  });
  expect(largestFile(2)).toBe(2 ** 29);
  expect(largestFile(64)).toBe(2 ** 31 - 1);
});
