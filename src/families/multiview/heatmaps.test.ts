import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSafetensorsHeader, readTensor } from '../../packs/safetensors.ts';
import { rigCameras, type RingRig } from '../../core/camera/rig.ts';
import { heatmaps } from './heatmaps.ts';

const file = readFileSync(
  new URL('../../../models/parity/demo_heatmaps.safetensors', import.meta.url),
);
const { index, metadata } = await readSafetensorsHeader(file, 'demo_heatmaps');
const config = JSON.parse(metadata.config) as {
  size: number;
  sigma: number;
  depthScale: number;
  rig: RingRig;
};
const { rig } = config;
const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0);

test('cameras and heat maps equal those of the training code', async () => {
  const cameras = rigCameras(rig);
  const w2c = cameras.flatMap((camera) => [...camera.w2c]);
  expect(largestDifference(await readTensor(file, index, 'io.w2c'), w2c)).toBeLessThan(1e-6);

  const keypoints = await readTensor(file, index, 'io.keypoints');
  const { shape, data } = heatmaps(keypoints, cameras, { ...config, radius: rig.radius });
  expect(shape).toEqual([6, 46, 32, 32]);
  const every28th = data.filter((_, i) => i % 28 === 0);
  const recorded = await readTensor(file, index, 'io.every_28th');
  expect(every28th).toHaveLength(recorded.length);
  expect(largestDifference(recorded, every28th)).toBeLessThan(1e-5);
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
