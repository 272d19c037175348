import { expect, test } from 'vitest';
import { orbitCamera } from '../../core/camera/orbit.ts';
import { asImportFiles, exampleFiles } from '../../test/example-checkpoint.ts';
import { survey } from './survey.ts';

const camera = (azimuthDeg: number, w: number, h = w) => {
  const { fx, fy, cx, cy, w2c } = orbitCamera(azimuthDeg, 15, 2.7, 50, w);
  return { w, h, fx, fy, cx, cy, w2c: [...w2c] };
};

const AZIMUTHS = [0, 60, 120, 180, 240, 300];

test.each([
  ['pictures that are not square', AZIMUTHS.map((azimuth) => camera(azimuth, 512, 384))],
  [
    'fewer pictures than the UNet has views',
    [0, 90, 180, 270].map((azimuth) => camera(azimuth, 512)),
  ],
  [
    'more pictures than a rig can have cameras',
    Array.from({ length: 33 }, (_, i) => camera(i, 512)),
  ],
])('cameras of %s are refused with the name of their file', async (_, frames) => {
  const files = { ...exampleFiles(), 'm5_cameras.json': { frames } };
  await expect(survey(asImportFiles(files))).rejects.toMatchObject({
    code: 'cameras-unfit',
    values: { file: 'm5_cameras.json' },
  });
});

test('cameras of pictures of several sizes are scaled to the size of the first', async () => {
  const frames = AZIMUTHS.map((azimuth, i) => camera(azimuth, i === 0 ? 512 : 1024));
  const same = AZIMUTHS.map((azimuth) => camera(azimuth, 512));
  const rigs = [];
  for (const each of [frames, same]) {
    const files = { ...exampleFiles(), 'm5_cameras.json': { frames: each } };
    rigs.push((await survey(asImportFiles(files))).rig);
  }
  expect(rigs[0]).toEqual(rigs[1]);
});
