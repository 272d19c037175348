import { expect, test } from 'vitest';
import { KEYPOINT_NAMES } from './keypoints.ts';
import { poseFile } from './pose-json.ts';

test('names every keypoint and gives its position in the photo', () => {
  const skeleton = {
    xyz: new Float32Array(69).fill(0.25),
    uv: new Float32Array(46),
    error: new Float32Array(23).fill(0.0625),
  };
  skeleton.uv.set([-1, 1]);
  const placement = { scale: 0.5, offsetX: 56, offsetY: -44 };
  const file = poseFile(skeleton, placement, {
    photo: 'a.png',
    rig: 'demo-e20-a60',
    subjectSize: 512,
  });
  expect(file.keypoints.map(({ name }) => name)).toEqual([...KEYPOINT_NAMES]);
  expect(file.keypoints[0]).toEqual({
    name: 'spine_0',
    xyz: [0.25, 0.25, 0.25],
    error: 0.0625,
    photo: [-112, 1112],
  });
  expect(file.keypoints[1].photo).toEqual([400, 600]);
  expect(file.bones).toContainEqual(['head', 'snout']);
  expect(JSON.parse(JSON.stringify(file))).toEqual(file);
});

test("positions are in the cloud's world if the rig does not stand upright", () => {
  const skeleton = {
    xyz: new Float32Array(69),
    uv: new Float32Array(46),
    error: new Float32Array(23),
    up: Float32Array.of(0, -0.6, 0.8),
  };
  skeleton.xyz.set([0.5, -0.6, 0.8]);
  const placement = { scale: 1, offsetX: 0, offsetY: 0 };
  const names = { photo: 'a.png', rig: 'demo', subjectSize: 512 };
  const file = poseFile(skeleton, placement, names);
  expect(file.keypoints[0].xyz).toEqual([0.5, 0, 1]);
  expect(file.up).toEqual([0, -0.6, 0.8]);
});
