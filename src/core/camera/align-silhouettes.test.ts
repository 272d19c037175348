import { expect, it } from 'vitest';
import { sphereCameras, sphereMask } from '../../test/photos/spheres.ts';
import { alignSilhouettes } from './align-silhouettes.ts';
import type { Silhouette } from './silhouettes.ts';

const all: Silhouette[] = sphereCameras(160).map((camera) => ({
  camera,
  mask: sphereMask(camera),
}));
const moved = (view: number, x: number, y: number) =>
  all.map((one, i) =>
    i === view
      ? { ...one, camera: { ...one.camera, cx: one.camera.cx + x, cy: one.camera.cy + y } }
      : one,
  );
const still = all.map(() => ({ x: 0, y: 0 }));

it('does not move silhouettes that fit', async () =>
  expect(await alignSilhouettes(all)).toEqual(still));

it('moves a picture back that is beside its place', async () => {
  const shifts = await alignSilhouettes(moved(2, 4, -3));
  expect(Math.abs(shifts[2].x + 4)).toBeLessThanOrEqual(1);
  expect(Math.abs(shifts[2].y - 3)).toBeLessThanOrEqual(1);
  const others = shifts.filter((_, i) => i !== 2);
  for (const { x, y } of others) expect(Math.hypot(x, y)).toBeLessThanOrEqual(1.5);
});

it('moves nothing by more than a few pixels, if two views or an empty one are given', async () => {
  const far = await alignSilhouettes(moved(1, 40, 0));
  for (const { x, y } of far) expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(4.8);
  expect(await alignSilhouettes(moved(1, 4, 0).slice(0, 2))).toEqual(still.slice(0, 2));
  const empty = all.with(0, { ...all[0], mask: new Uint8Array(160 * 160) });
  expect(await alignSilhouettes(empty)).toEqual(still);
});

it('moves large silhouettes as small ones, tells how far it is, and can be stopped', async () => {
  const large = sphereCameras(400)
    .slice(0, 4)
    .map((camera, i) => ({
      camera: i === 2 ? { ...camera, cx: camera.cx + 8, cy: camera.cy - 6 } : camera,
      mask: sphereMask(camera),
    }));
  const told: number[] = [];
  const shifts = await alignSilhouettes(large, async (done) => void told.push(done));
  expect(Math.abs(shifts[2].x + 8)).toBeLessThanOrEqual(2);
  expect(Math.abs(shifts[2].y - 6)).toBeLessThanOrEqual(2);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBeLessThanOrEqual(1);
  const stop = () => Promise.reject(new Error('stopped'));
  await expect(alignSilhouettes(large, stop)).rejects.toThrow('stopped');
});
