import { describe, expect, it, test } from 'vitest';
import { orbitCamera, rigUp, toWorld, turntableCameras, type Camera, type Rig } from './camera.ts';

const RIG: Rig = {
  id: 'ring',
  radius: 2.7,
  fovDeg: 50,
  elevationDeg: 15,
  azimuthsDeg: [0, 90, 200],
  imageSize: 64,
};

/** Pixel and depth of a point. */
function project({ w2c: m, fx, fy, cx, cy }: Camera, [x, y, z]: readonly number[]) {
  const [u, v, depth] = [0, 4, 8].map((r) => m[r] * x + m[r + 1] * y + m[r + 2] * z + m[r + 3]);
  return [(fx * u) / depth + cx, (fy * v) / depth + cy, depth];
}

describe('the turntable goes round whatever axis is up', () => {
  test.each([[[0, 0, 1]], [[0, 1, 0]], [[0, -1, 0]], [[1, 0, 0]], [[0, 0, -1]], [[0.6, 0, 0.8]]])(
    '%s',
    (up) => {
      const cameras = turntableCameras(RIG, 20, 8, 64, up);
      for (const camera of cameras) {
        const [u, v, depth] = project(camera, [0, 0, 0]);
        expect([u, v, depth].map((n) => Math.round(1e6 * n) / 1e6)).toEqual([32, 32, 2.7]);
        const above = project(
          camera,
          up.map((n) => 0.5 * n),
        );
        expect(above[0]).toBeCloseTo(32, 6);
        expect(above[1]).toBeLessThan(25);
        // Rotations stay proper.
        const [a, b, c] = [0, 4, 8].map((r) => [...camera.w2c.subarray(r, r + 3)]);
        const cross = [
          a[1] * b[2] - a[2] * b[1],
          a[2] * b[0] - a[0] * b[2],
          a[0] * b[1] - a[1] * b[0],
        ];
        cross.forEach((n, k) => expect(n).toBeCloseTo(c[k], 9));
      }
    },
  );

  test('Z is what it is without a word', () => {
    expect(turntableCameras(RIG, 20, 8, 64, [0, 0, 1])).toEqual(turntableCameras(RIG, 20, 8, 64));
  });
});

test('the up of a rig is read from its cameras', () => {
  expect(rigUp(RIG)).toEqual([0, 0, 1]);
  for (const up of [
    [0, 1, 0],
    [0, -1, 0],
    [-1, 0, 0],
  ]) {
    const cameras = turntableCameras(RIG, 20, 6, 64, up).map((camera) => ({
      ...camera,
      w2c: [...camera.w2c],
    }));
    const rig: Rig = { id: 'free', radius: 2.7, imageSize: 64, cameras };
    expect(rigUp(rig).map((n) => n + 0)).toEqual(up);
  }
  const one = orbitCamera(30, 40, 2.7, 50, 64);
  const cameras = [{ ...one, w2c: [...one.w2c] }];
  expect(rigUp({ id: 'one', radius: 2.7, imageSize: 64, cameras })).toEqual([0, 0, 1]);
});

it('a place in the picture and a depth are a point of the world', () => {
  const camera = orbitCamera(40, 25, 2.7, 38, 64);
  const seen = project(camera, toWorld(camera, [12.5, 50], 3.1));
  [12.5, 50, 3.1].forEach((value, k) => expect(seen[k]).toBeCloseTo(value, 9));
});
