import { expect, test } from 'vitest';
import { orbitCamera } from './orbit.ts';
import { rigUp, type Rig } from './rig.ts';
import { turntableCameras } from './turntable.ts';

const RIG: Rig = {
  id: 'ring',
  radius: 2.7,
  fovDeg: 50,
  elevationDeg: 15,
  azimuthsDeg: [0, 90, 200],
  imageSize: 64,
};

test('rigUp finds the up axis from the cameras', () => {
  expect(rigUp(RIG)).toEqual([0, 0, 1]);
  for (const up of [
    [0, 1, 0],
    [0, -1, 0],
    [-1, 0, 0],
  ]) {
    const cameras = turntableCameras(RIG, { elevationDeg: 20, frames: 6, size: 64, up }).map(
      (camera) => ({
        ...camera,
        w2c: [...camera.w2c],
      }),
    );
    const rig: Rig = { id: 'free', radius: 2.7, imageSize: 64, cameras };
    expect(rigUp(rig).map((n) => n + 0)).toEqual(up);
  }
  const one = orbitCamera(30, 40, 2.7, 50, 64);
  const cameras = [{ ...one, w2c: [...one.w2c] }];
  expect(rigUp({ id: 'one', radius: 2.7, imageSize: 64, cameras })).toEqual([0, 0, 1]);
});
