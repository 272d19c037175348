import { expect, it } from 'vitest';
import { sphereCameras, sphereMask, sphereView } from '../../test/photos/spheres.ts';
import { toCamera, toWorld } from '../camera/camera.ts';
import { depthsInHull, hullView } from './hull-depth.ts';
import { MAX_HULL_MOVE } from './thresholds.ts';

const SIZE = 96;
const photos = sphereCameras(SIZE).map((camera) => ({
  camera,
  photo: sphereView(camera, { background: [0, 0, 0, 0] }),
}));
const masks = photos.map(({ camera }) => sphereMask(camera));
const [first, ...others] = photos;
const inside = [...masks[0].keys()].filter((at) => masks[0][at]);

/** Whether the point of a pixel at a depth lies in all other masks. */
const isInHull = (at: number, depth: number) => {
  const point = Float32Array.from(
    toWorld(first.camera, [(at % SIZE) + 0.5, Math.floor(at / SIZE) + 0.5], depth),
  );
  return others.every(({ camera }, n) => {
    const [x, y, z] = toCamera(camera, point, 0);
    const [u, v] = [(camera.fx * x) / z + camera.cx, (camera.fy * y) / z + camera.cy];
    return masks[n + 1][Math.floor(v) * SIZE + Math.floor(u)] > 0;
  });
};
const moved = (z: Float32Array) => depthsInHull({ size: SIZE, z }, first, others.map(hullView)).z;

it('moves depths that are wrong into the masks of the other photos', () => {
  const wrong = Float32Array.from(masks[0], (is) => (is ? 2 : 0));
  const right = moved(wrong);
  const good = inside.filter((at) => isInHull(at, right[at]));
  expect(inside.filter((at) => isInHull(at, 2)).length).toBeLessThan(0.6 * inside.length);
  expect(good.length).toBeGreaterThan(0.95 * inside.length);
});

it('leaves depths that all masks allow, missing depths, and depths that are too far away', () => {
  const right = moved(Float32Array.from(masks[0], (is) => (is ? 2.4 : 0)));
  const again = moved(right);
  for (const at of inside) if (isInHull(at, right[at])) expect(again[at]).toBe(right[at]);
  const outside = [...masks[0].keys()].filter((at) => !masks[0][at]);
  expect(outside.every((at) => right[at] === 0)).toBe(true);
  const far = Float32Array.from(masks[0], (is) => (is ? 2.7 + 2 * MAX_HULL_MOVE + 1 : 0));
  expect(moved(far)).toEqual(far);
});

it('a photo says nothing about what is beyond its cut border', () => {
  const z = Float32Array.from(masks[0], (is) => (is ? 2 : 0));
  const frame = { left: 1, top: -Infinity, right: Infinity, bottom: Infinity };
  const unknown = others.map((other) => hullView({ ...other, frame }));
  expect(depthsInHull({ size: SIZE, z }, first, unknown).z).toEqual(z);
});
