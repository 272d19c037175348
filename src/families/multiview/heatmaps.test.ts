import { expect, test } from 'vitest';
import { rigCameras, type RingRig } from '../../core/camera/rig.ts';
import { recordedPart } from '../../test/recorded-output.ts';
import { readRecording } from '../../test/recording.ts';
import { heatmaps } from './heatmaps.ts';

interface Recorded {
  size: number;
  sigma: number;
  depthScale: number;
  rig: RingRig;
}

const { config, io } = await readRecording<Recorded>('demo_heatmaps');
const { rig } = config;
const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0);

test('cameras and heat maps equal those of the training code', async () => {
  const cameras = rigCameras(rig);
  const w2c = cameras.flatMap((camera) => [...camera.w2c]);
  expect(largestDifference((await io('w2c')).data, w2c)).toBeLessThan(1e-6);

  const { data: keypoints } = await io('keypoints');
  const { shape, data } = heatmaps(keypoints, cameras, { ...config, radius: rig.radius });
  expect(shape).toEqual([6, 46, 32, 32]);
  const recorded = await io('heatmaps');
  const kept = recordedPart(data, recorded);
  expect(kept).toHaveLength(recorded.data.length);
  expect(largestDifference(recorded.data, kept)).toBeLessThan(1e-5);
});

test('the origin is in the middle of every view, at relative depth zero', () => {
  const options = { size: 2, sigma: 1.5, depthScale: 0.5, radius: rig.radius };
  const { shape, data } = heatmaps(new Float32Array(3), rigCameras(rig, 128), options);
  expect(shape).toEqual([6, 2, 2, 2]);
  const peak = Math.exp(-0.25 / 2.25);
  for (let view = 0; view < 6; view++) {
    for (let i = 0; i < 4; i++) expect(data[view * 8 + i]).toBeCloseTo(peak, 6);
    for (let i = 4; i < 8; i++) expect(data[view * 8 + i]).toBeCloseTo(0, 6);
  }
});
