import { expect, it } from 'vitest';
import { orbitCamera } from '../camera/orbit.ts';
import { rigCameras, type RingRig } from '../camera/rig.ts';
import { toCamera } from '../camera/camera.ts';
import { KEYPOINT_NAMES } from './keypoints.ts';
import { mirrorSkeleton, mirrorViews } from './mirror.ts';

const rig: RingRig = {
  id: 'ring',
  radius: 2.7,
  fovDeg: 38,
  elevationDeg: 20,
  azimuthsDeg: [270, 330, 30, 90, 150, 210],
  imageSize: 512,
};
const count = KEYPOINT_NAMES.length;
const xyz = Float32Array.from({ length: 3 * count }, (_, i) => 0.4 * Math.sin(7.7 * i));
const skeleton = {
  xyz,
  uv: new Float32Array(2 * count),
  error: Float32Array.from({ length: count }, (_, k) => 0.01 * k),
  up: Float32Array.of(0.6, 0, 0.8),
};

it('each view shows the mirrored mouse as the mirror image of the mirror view’s picture', () => {
  const cameras = rigCameras(rig);
  const partners = mirrorViews(rig) ?? [];
  expect(partners).toEqual([0, 5, 4, 3, 2, 1]);
  const mirrored = mirrorSkeleton(skeleton);
  const left = KEYPOINT_NAMES.indexOf('eye_left');
  const right = KEYPOINT_NAMES.indexOf('eye_right');
  cameras.forEach((camera, view) => {
    const [x, y, z] = toCamera(camera, mirrored.xyz, 3 * left);
    const other = toCamera(cameras[partners[view]], xyz, 3 * right);
    [-x, y, z].forEach((value, k) => expect(value).toBeCloseTo(other[k], 5));
  });
  expect(mirrored.error[left]).toBeCloseTo(0.01 * right, 6);
  expect([...mirrored.up!].map((value) => Math.round(10 * value))).toEqual([-6, 0, 8]);
  expect(mirrorSkeleton(mirrored)).toEqual(skeleton);
});

it('a ring without mirror symmetry, and a list of cameras, have no mirror views', () => {
  expect(mirrorViews({ ...rig, azimuthsDeg: [270, 330, 30, 90, 150, 200] })).toBeNull();
  expect(mirrorViews({ ...rig, azimuthsDeg: [-90, 0, 180] })).toEqual([0, 2, 1]);
  const camera = orbitCamera(270, 20, 2.7, 38, 512);
  const { fx, fy, cx, cy } = camera;
  const cameras = [{ fx, fy, cx, cy, w2c: [...camera.w2c] }];
  expect(mirrorViews({ id: 'one', radius: 2.7, imageSize: 512, cameras })).toBeNull();
});
