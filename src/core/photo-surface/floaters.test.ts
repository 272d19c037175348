import { expect, it } from 'vitest';
import { orbitCamera } from '../camera/orbit.ts';
import { toWorld } from '../camera/camera.ts';
import { withoutFloaters } from './floaters.ts';
import { emptyCloud } from '../gaussians/gaussian-cloud.ts';

const SIZE = 32;
const cameras = [0, 60, 120, 180, 240, 300].map((azimuth) =>
  orbitCamera(azimuth, 20, 2.7, 50, 2 * SIZE),
);

/** A mask with a mouse in a square of 8 × 8 pixels in the middle. */
const square = Float32Array.from({ length: SIZE ** 2 }, (_, at) => {
  const [x, y] = [at % SIZE, Math.floor(at / SIZE)];
  return Number(Math.min(x, y) >= 12 && Math.max(x, y) < 20);
});
const nothing = new Float32Array(SIZE ** 2);
const all = nothing.map(() => 1);

/** Indices of the points that are kept. */
function kept(points: number[][], masks: Float32Array[], of = cameras): number[] {
  const cloud = emptyCloud(points.length);
  points.forEach((point, i) => {
    cloud.xyz.set(point, 3 * i);
    cloud.opacityLogit[i] = i;
  });
  const pixels = Int32Array.from(points.keys());
  const made = withoutFloaters({ cloud, pixels, size: SIZE }, of, masks);
  expect(made.size).toBe(SIZE);
  expect([...made.cloud.opacityLogit]).toEqual([...made.pixels]);
  return [...made.pixels];
}

const MIDDLE = [0, 0, 0];

it('keeps Gaussians inside the masks and removes those outside', () => {
  const masks = cameras.map(() => square);
  expect(kept([MIDDLE, [0.7, 0, 0], [0, 0, 0.7], [0.05, 0.05, 0]], masks)).toEqual([0, 3]);
});

it('two masks that exclude a Gaussian are not enough, three are', () => {
  const excludedBy = (count: number) => cameras.map((_, view) => (view < count ? nothing : all));
  expect(kept([MIDDLE], excludedBy(2))).toEqual([0]);
  expect(kept([MIDDLE], excludedBy(3))).toEqual([]);
});

it('a mouse pixel next to a Gaussian’s pixel keeps the Gaussian, one at a distance of two pixels does not', () => {
  // One pixel and two pixels beside the square of the last camera. Two masks are empty, so that this camera
  // decides.
  const beside = (pixels: number) => toWorld(cameras[5], [2 * (19.5 + pixels), SIZE], 2.7);
  const masks = [nothing, nothing, all, all, all, square];
  expect(kept([beside(0), beside(1), beside(2)], masks)).toEqual([0, 1]);
});

it('a camera does not exclude Gaussians that are outside its picture or behind the camera', () => {
  const masks = cameras.map(() => nothing);
  const outside = [
    [0, 0, 9],
    [0, 0, -9],
  ];
  expect(kept(outside, masks)).toEqual([0, 1]);
  const same = cameras.map(() => cameras[0]);
  const [before, behind] = [2, -2].map((z) => toWorld(cameras[0], [SIZE, SIZE], z));
  expect(kept([before, behind], masks, same)).toEqual([1]);
});

it('a mask value of 0.21 keeps a Gaussian, 0.19 does not', () => {
  const faint = nothing.map(() => 0.21);
  const fainter = nothing.map(() => 0.19);
  expect(
    kept(
      [MIDDLE],
      cameras.map(() => faint),
    ),
  ).toEqual([0]);
  expect(
    kept(
      [MIDDLE],
      cameras.map(() => fainter),
    ),
  ).toEqual([]);
});
