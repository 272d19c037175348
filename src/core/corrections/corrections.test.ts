import { expect, it } from 'vitest';
import { toCamera, type Camera } from '../camera/camera.ts';
import { KEYPOINT_NAMES, type Skeleton } from '../mouse/keypoints.ts';
import { scaleToCamera } from '../mouse/subject-view.ts';
import { corrected, cutoutKey, jsonCorrections, NO_NUDGE } from './corrections.ts';
import { exposed, gainOf } from './exposure.ts';
import { inPhoto, uvOf, withMoved } from './keypoints.ts';
import { nudged, withoutNudge } from './nudge.ts';

const nudge = { scale: 1.5, x: 0.1, y: -0.2 };
const placement = { scale: 0.4, offsetX: 30, offsetY: -12 };

it('a nudge scales about the middle, then moves, and can be taken back', () => {
  const middle = { scale: 2, offsetX: 256, offsetY: 256 };
  expect(nudged(middle, nudge, 512)).toEqual({
    scale: 3,
    offsetX: 256 + 51.2,
    offsetY: expect.closeTo(256 - 102.4, 9) as number,
  });
  const back = withoutNudge(nudged(placement, nudge, 512), nudge, 512);
  expect(back.scale).toBeCloseTo(placement.scale, 12);
  expect(back.offsetX).toBeCloseTo(placement.offsetX, 9);
  expect(back.offsetY).toBeCloseTo(placement.offsetY, 9);
  expect(nudged(placement, NO_NUDGE, 512)).toEqual(placement);
});

it('a stop of exposure doubles the light', () => {
  expect(gainOf(2.2)).toBeCloseTo(2, 12);
  const data = Uint8ClampedArray.of(10, 100, 200, 7);
  expect([...exposed({ width: 1, height: 1, data }, 2.2).data]).toEqual([20, 200, 255, 7]);
  expect([...data]).toEqual([10, 100, 200, 7]);
});

const count = KEYPOINT_NAMES.length;
/** A camera at (0, 0, −3) that looks along z. */
const camera: Camera = {
  ...{ width: 100, height: 100, fx: 150, fy: 150, cx: 50, cy: 50 },
  w2c: Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 0, 0, 0, 1),
};
const project = (xyz: Float32Array, k: number) => {
  const [x, y, z] = toCamera(camera, xyz, 3 * k);
  return [(2 * ((150 * x) / z + 50)) / 100 - 1, (2 * ((150 * y) / z + 50)) / 100 - 1];
};

it('a moved keypoint keeps its depth, and the camera sees it where it was put', () => {
  const xyz = Float32Array.from({ length: 3 * count }, (_, i) => Math.sin(3.1 * i) / 2);
  const uv = new Float32Array(2 * count);
  // The mouse is smaller in the subject than in the camera's picture.
  for (let k = 0; k < count; k++)
    uv.set(
      project(xyz, k).map((at) => at / 1.25),
      2 * k,
    );
  const skeleton: Skeleton = { xyz, uv, error: new Float32Array(count).fill(0.05) };
  const size = 512;
  const [u, v] = [0.25, -0.375];
  const moved = { keypoint: 7, ...inPhoto(u, v, placement, size) };
  expect(uvOf(moved, placement, size)).toEqual([
    expect.closeTo(u, 9) as number,
    expect.closeTo(v, 9) as number,
  ]);
  expect(scaleToCamera(skeleton, camera)).toBeCloseTo(1.25, 5);
  const after = withMoved(skeleton, [moved], { placement, size, camera });
  const [x, y] = project(after.xyz, 7);
  expect([x, y]).toEqual([
    expect.closeTo(1.25 * u, 5) as number,
    expect.closeTo(1.25 * v, 5) as number,
  ]);
  expect(toCamera(camera, after.xyz, 21)[2]).toBeCloseTo(toCamera(camera, xyz, 21)[2], 5);
  expect([...after.uv.slice(14, 16)]).toEqual([u, v]);
  expect(after.xyz.filter((value, i) => value !== xyz[i]).length).toBeLessThanOrEqual(3);
  expect(skeleton.uv[14]).not.toBe(u);
});

it('the choice of views ends when the subject changes, and nothing else does', () => {
  const before = { nudge, views: [{ view: 2, seed: 7 }] };
  expect(corrected(before, { exposure: { stops: 1, inSplat: false } })).toEqual({
    nudge,
    exposure: { stops: 1, inSplat: false },
  });
  expect(corrected(before, { views: undefined }).nudge).toBe(nudge);
  expect(corrected(before, { nudge: undefined })).toEqual({ nudge: undefined });
});

it('run.json names the file of the mask', () => {
  const mask = { width: 1, height: 1, alpha: Uint8Array.of(3), id: 'a' };
  expect(jsonCorrections({ mask, nudge })).toEqual({ mask: 'mask.png', nudge });
  expect(jsonCorrections({ nudge: undefined })).toBeUndefined();
  expect(jsonCorrections()).toBeUndefined();
  expect(cutoutKey({ corrections: { mask } })).not.toBe(
    cutoutKey({ corrections: { mask: { ...mask, id: 'b' } } }),
  );
});
