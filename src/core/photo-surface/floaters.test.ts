import { expect, it } from 'vitest';
import { orbitCamera, toWorld } from '../camera/camera.ts';
import { withoutFloaters } from './floaters.ts';
import { emptyCloud } from '../gaussians/gaussian-cloud.ts';

const SIZE = 32;
const cameras = [0, 60, 120, 180, 240, 300].map((azimuth) =>
  orbitCamera(azimuth, 20, 2.7, 50, 2 * SIZE),
);

/** Mouse in a square of 8 pixels round the middle. */
const square = Float32Array.from({ length: SIZE ** 2 }, (_, at) => {
  const [x, y] = [at % SIZE, Math.floor(at / SIZE)];
  return Number(Math.min(x, y) >= 12 && Math.max(x, y) < 20);
});
const nothing = new Float32Array(SIZE ** 2);
const all = nothing.map(() => 1);

/** Indices of the points that stay. */
function staying(points: number[][], masks: Float32Array[], of = cameras): number[] {
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

it('keeps what the masks show, and lets go of what they do not', () => {
  const masks = cameras.map(() => square);
  expect(staying([MIDDLE, [0.7, 0, 0], [0, 0, 0.7], [0.05, 0.05, 0]], masks)).toEqual([0, 3]);
});

it('two cameras that look past are not enough, three are', () => {
  const pastBy = (count: number) => cameras.map((_, view) => (view < count ? nothing : all));
  expect(staying([MIDDLE], pastBy(2))).toEqual([0]);
  expect(staying([MIDDLE], pastBy(3))).toEqual([]);
});

it('a neighbour that is mouse is enough, one two pixels away is not', () => {
  // Seen by one camera a pixel and two beside the square; the others hold their tongues but for two.
  const beside = (pixels: number) => toWorld(cameras[5], [2 * (19.5 + pixels), SIZE], 2.7);
  const masks = [nothing, nothing, all, all, all, square];
  expect(staying([beside(0), beside(1), beside(2)], masks)).toEqual([0, 1]);
});

it('what is out of a picture or behind its camera is not seen there', () => {
  const masks = cameras.map(() => nothing);
  const outside = [
    [0, 0, 9],
    [0, 0, -9],
  ];
  expect(staying(outside, masks)).toEqual([0, 1]);
  const same = cameras.map(() => cameras[0]);
  const [before, behind] = [2, -2].map((z) => toWorld(cameras[0], [SIZE, SIZE], z));
  expect(staying([before, behind], masks, same)).toEqual([1]);
});

it('a mask of a fifth shows something', () => {
  const faint = nothing.map(() => 0.21);
  const fainter = nothing.map(() => 0.19);
  expect(
    staying(
      [MIDDLE],
      cameras.map(() => faint),
    ),
  ).toEqual([0]);
  expect(
    staying(
      [MIDDLE],
      cameras.map(() => fainter),
    ),
  ).toEqual([]);
});
