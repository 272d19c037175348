import { describe, expect, it, test } from 'vitest';
import type { Camera } from './camera.ts';
import type { RingRig } from './rig.ts';
import { turntableCameras } from './turntable.ts';

const RIG: RingRig = {
  id: 'ring',
  radius: 2.7,
  fovDeg: 50,
  elevationDeg: 15,
  azimuthsDeg: [0, 90, 200],
  imageSize: 64,
};

const TURN = { elevationDeg: 20, frames: 8, size: 64 };

/** Pixel and depth of a point. */
function project({ w2c: m, fx, fy, cx, cy }: Camera, [x, y, z]: readonly number[]) {
  const [u, v, depth] = [0, 4, 8].map((r) => m[r] * x + m[r + 1] * y + m[r + 2] * z + m[r + 3]);
  return [(fx * u) / depth + cx, (fy * v) / depth + cy, depth];
}

describe('the turntable goes round the up axis', () => {
  test.each([[[0, 0, 1]], [[0, 1, 0]], [[0, -1, 0]], [[1, 0, 0]], [[0, 0, -1]], [[0.6, 0, 0.8]]])(
    '%s',
    (up) => {
      const cameras = turntableCameras(RIG, { ...TURN, up });
      for (const camera of cameras) {
        const [u, v, depth] = project(camera, [0, 0, 0]);
        expect([u, v, depth].map((n) => Math.round(1e6 * n) / 1e6)).toEqual([32, 32, 2.7]);
        const above = project(
          camera,
          up.map((n) => 0.5 * n),
        );
        expect(above[0]).toBeCloseTo(32, 6);
        expect(above[1]).toBeLessThan(25);
        // The rotation has determinant +1.
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

  it('the up axis is Z by default', () => {
    expect(turntableCameras(RIG, { ...TURN, up: [0, 0, 1] })).toEqual(turntableCameras(RIG, TURN));
  });

  it('its radius is that of the rig, or the given one', () => {
    const distances = (radius?: number) =>
      turntableCameras(RIG, { ...TURN, radius }).map((camera) => project(camera, [0, 0, 0])[2]);
    distances().forEach((distance) => expect(distance).toBeCloseTo(2.7, 9));
    distances(4).forEach((distance) => expect(distance).toBeCloseTo(4, 9));
  });
});
