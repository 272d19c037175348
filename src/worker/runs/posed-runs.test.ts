import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { sphereCameras, sphereView } from '../../test/photos/spheres.ts';
import { runsWithoutPack } from '../../test/runs-setup.ts';
import type { SampleFiles } from '../dropped/samples.ts';

const CAMERAS = sphereCameras(48);
const pictures = CAMERAS.map((camera, i) => {
  const { data, width, height } = sphereView(camera);
  const png = new Uint8Array(encode({ width, height, data: Uint8Array.from(data) }));
  return { path: `images/c${i}.png`, blob: new Blob([png]) };
});
const frames = CAMERAS.map(({ w2c, width: w, height: h, ...rest }) => ({
  ...{ ...rest, w, h, w2c: [...w2c] },
}));
const cameras = (list: object[]) => [
  { path: 'opencv_cameras.json', blob: new Blob([JSON.stringify({ frames: list })]) },
];
const sample = (more: Partial<SampleFiles> = {}): SampleFiles => ({
  ...{ name: 's', camerasName: 'opencv_cameras.json', pictures, masks: [] },
  cameras: cameras(frames),
  ...more,
});
const setup = () => runsWithoutPack(() => Promise.reject(new Error('nothing is decoded here')));

describe('posed views that cannot be used', () => {
  it.each<[string, Partial<SampleFiles>, string]>([
    ['a camera is missing', { cameras: cameras(frames.slice(1)) }, 'views-unpaired'],
    ['two cameras are equal', { cameras: cameras(frames.with(1, frames[0])) }, 'camera-invalid'],
    [
      'there are more than twelve',
      {
        pictures: Array.from({ length: 13 }, (_, i) => ({ ...pictures[0], path: `${i}.png` })),
        cameras: cameras(Array.from({ length: 13 }, () => frames[0])),
      },
      'views-invalid',
    ],
  ])('are refused before anything is fetched or decoded: %s', async (_, more, code) => {
    const { error, asked } = await setup().run({ sample: sample(more) });
    expect(error).toMatchObject({ code });
    expect(asked).toEqual([]);
  });

  it('or with settings that contradict each other', async () => {
    const settings = { placement: 'per-camera', frame: 'lab' } as const;
    const { error, asked } = await setup().run({ sample: sample() }, undefined, settings);
    expect(error).toMatchObject({ code: 'settings-invalid' });
    expect(asked).toEqual([]);
  });
});

it('posed views that can be used: the pack is fetched', async () => {
  const { error, asked } = await setup().run({ sample: sample() });
  expect(error).toMatchObject({ code: 'network' });
  expect(asked).toContain('pack');
});
