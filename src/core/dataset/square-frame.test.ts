import { describe, expect, it } from 'vitest';
import { drawn } from '../../test/photos/drawn.ts';
import type { Camera } from '../camera/camera.ts';
import { orbitCamera } from '../camera/orbit.ts';
import { distort } from '../camera/distortion.ts';
import type { RgbaImage } from '../image/image.ts';
import { labScale, withLabLens, withScaledWorld } from './lab-cameras.ts';
import { squareFrame } from './square-frame.ts';

const camera: Camera = {
  ...orbitCamera(0, 0, 2.7, 50, 100),
  ...{ width: 120, height: 90, fx: 140, fy: 150, cx: 63, cy: 41 },
};

const how = (size: number, asLab = false) => ({ size, asLab });

const directions = [
  [0.05, 0.02],
  [-0.2, 0.15],
  [0.17, -0.21],
];

/** White blobs where a camera sees directions, on black. */
const blobs = (size: RgbaImage | Camera, at: readonly (readonly number[])[], radius = 5) =>
  drawn(size.width, size.height, (x, y) =>
    at.some(([u, v]) => Math.hypot(x + 0.5 - u, y + 0.5 - v) <= radius) ? 255 : 0,
  );

/** The middle of what is bright around a position: pixel positions, centres at + ½. */
function centroid({ width, data }: RgbaImage, [u, v]: readonly number[], channel: 0 | 3) {
  let [sum, x, y] = [0, 0, 0];
  for (let at = 0; at < data.length / 4; at++) {
    const [px, py] = [(at % width) + 0.5, Math.floor(at / width) + 0.5];
    if (Math.hypot(px - u, py - v) > 16) continue;
    const value = data[4 * at + channel];
    [sum, x, y] = [sum + value, x + value * px, y + value * py];
  }
  return [x / sum, y / sum];
}

const project = ({ fx, fy, cx, cy }: Camera, [x, y]: readonly number[]) => [
  fx * x + cx,
  fy * y + cy,
];

const distortion = [-0.3, 0.1, 0.002, -0.001, 0.01];

describe('squareFrame', () => {
  it.each([
    ['a pinhole camera', undefined, 60],
    ['a pinhole camera, without resizing', undefined, 90],
    ['a lens with distortion', { distortion }, 60],
    ['a lens with skew', { skew: 9 }, 60],
  ])('the new camera sees the pixels and the mask where they are: %s', (_, lens, size) => {
    const positions = directions.map(([x, y]) => {
      const [u, v] = lens && 'distortion' in lens ? distort(distortion, x, y) : [x, y];
      const skew = lens && 'skew' in lens ? lens.skew * v : 0;
      const [px, py] = project(camera, [u, v]);
      return [px + skew, py];
    });
    const image = blobs(camera, positions);
    const square = squareFrame(
      { image, mask: image },
      { camera, ...(lens && { lens }) },
      how(size),
    );
    expect(square?.camera).toMatchObject({ width: size, height: size });
    if (!square) return;
    for (const direction of directions) {
      const wanted = project(square.camera, direction);
      for (const channel of [0, 3] as const) {
        const found = centroid(square.image, wanted, channel);
        // The nearest pixel of the mask may lie beside.
        const off = Math.hypot(found[0] - wanted[0], found[1] - wanted[1]);
        expect(off).toBeLessThan(channel === 0 ? 0.25 : 0.5);
      }
    }
    const { fx, fy, cx, cy } = square.camera;
    const scale = size / 90;
    expect([fx, fy, cx, cy]).toEqual([140 * scale, 150 * scale, (63 - 15) * scale, 41 * scale]);
  });

  it('takes cameras and masks of another size with the same proportions', () => {
    const small = drawn(60, 45, (x) => (x > 20 && x < 30 ? 200 : 10));
    const mask = drawn(120, 90, (x) => (x > 40 && x < 60 ? 128 : 127));
    const square = squareFrame({ image: small, mask }, { camera }, how(45));
    expect(square?.camera.fx).toBe(70);
    const row = square?.image.data.filter((_, at) => at < 180 && at % 4 === 3);
    expect(row?.findIndex((value) => value === 255)).toBe(20 - 7);
    expect(row?.reduce((sum, value) => sum + value / 255, 0)).toBe(10);
    expect(
      squareFrame({ image: drawn(60, 60, () => 1), mask: null }, { camera }, how(45)),
    ).toBeNull();
  });

  it.each([
    [true, [0, 1, 3, 4, 6, 7]],
    [false, [0, 2, 3, 5, 6, 8]],
  ])('as in the lab (%s), a mask that is shrunk by 1.5 has the pixels %j', (asLab, taken) => {
    const image = drawn(9, 9, () => 9);
    for (let white = 0; white < 9; white++) {
      const mask = drawn(9, 9, (x) => (x === white ? 255 : 0));
      const rig = { camera: { ...camera, width: 9, height: 9 } };
      const data = squareFrame({ image, mask }, rig, how(6, asLab))?.image.data;
      const row = taken.map((_, x) => data?.[4 * x + 3]);
      expect(row).toEqual(taken.map((x) => (x === white ? 255 : 0)));
    }
  });

  it('says whether the mask is empty, or reaches beyond the square', () => {
    const look = (shown: (x: number) => boolean) => {
      const mask = drawn(120, 90, (x) => (shown(x) ? 255 : 0));
      const square = squareFrame({ image: drawn(120, 90, () => 9), mask }, { camera }, how(90));
      return [square?.isEmpty, square?.isCut];
    };
    expect(look(() => false)).toEqual([true, false]);
    expect(look((x) => x > 50 && x < 60)).toEqual([false, false]);
    expect(look((x) => x > 103)).toEqual([false, true]);
    expect(look((x) => x > 104)).toEqual([true, true]);
  });

  it('beyond the frame of a lens it is white, and not mouse', () => {
    const image = drawn(120, 90, () => 40);
    const mask = drawn(120, 90, () => 255);
    const lens = { distortion: [0.8] };
    const square = squareFrame({ image, mask }, { camera, lens }, how(60));
    expect([...(square?.image.data.subarray(0, 4) ?? [])]).toEqual([255, 255, 255, 0]);
    const middle = 4 * (30 * 60 + 30);
    expect([...(square?.image.data.subarray(middle, middle + 4) ?? [])]).toEqual([40, 40, 40, 255]);
    const bare = squareFrame({ image, mask: null }, { camera, lens }, how(60));
    expect(bare?.image.data.filter((_, at) => at % 4 === 3).every((a) => a === 255)).toBe(true);
  });
});

it('the lab’s cameras have 50° and the mean distance 2.7', () => {
  const cameras = [100, 300].map((distance) => orbitCamera(30, 20, distance, 40, 512));
  const lens = withLabLens({ ...cameras[0], cx: 200 });
  expect(lens.fx).toBeCloseTo(548.994, 3);
  expect([lens.fy, lens.cx, lens.cy]).toEqual([lens.fx, 256, 256]);
  expect(labScale(cameras)).toBeCloseTo(2.7 / 200, 12);
  const { w2c } = withScaledWorld(cameras[0], labScale(cameras));
  expect(Math.hypot(w2c[3], w2c[7], w2c[11])).toBeCloseTo(1.35, 9);
  expect(w2c.subarray(0, 3)).toEqual(cameras[0].w2c.subarray(0, 3));
});
