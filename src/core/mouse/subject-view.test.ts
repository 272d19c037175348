import { describe, expect, it } from 'vitest';
import { orbitCamera } from '../camera/orbit.ts';
import { toCamera } from '../camera/camera.ts';
import type { RgbaImage } from '../image/image.ts';
import { KEYPOINT_NAMES } from './keypoints.ts';
import { scalePicture, scaleToCamera } from './subject-view.ts';

const camera = orbitCamera(270, 20, 2.7, 38, 128);
const COUNT = KEYPOINT_NAMES.length;

/**
 * Random points within ½ of the origin, and their positions in a picture that must be enlarged `scale` times.
 */
function skeleton(scale: number) {
  const xyz = Float32Array.from({ length: 3 * COUNT }, (_, i) => 0.5 * Math.sin(12.9 * i + 1));
  const uv = new Float32Array(2 * COUNT);
  for (let k = 0; k < COUNT; k++) {
    const [x, y, z] = toCamera(camera, xyz, 3 * k);
    const focal = 1 / Math.tan((19 * Math.PI) / 180) / scale;
    uv.set([(focal * x) / z, (focal * y) / z], 2 * k);
  }
  return { xyz, uv, error: new Float32Array(COUNT).fill(0.03) };
}

describe('scaleToCamera', () => {
  it('finds the scale that a picture needs', () =>
    expect(scaleToCamera(skeleton(1.3), camera)).toBeCloseTo(1.3, 5));

  it('ignores the tail', () => {
    const moved = skeleton(1.3);
    for (let k = 14; k <= 18; k++) moved.uv.set([5, -5], 2 * k);
    expect(scaleToCamera(moved, camera)).toBeCloseTo(1.3, 5);
  });

  it('gives little weight to keypoints with a large expected error', () => {
    const moved = skeleton(1.3);
    moved.uv[0] += 0.3;
    const off = Math.abs(scaleToCamera(moved, camera) - 1.3);
    moved.error[0] = 1;
    expect(off).toBeGreaterThan(0.001);
    expect(Math.abs(scaleToCamera(moved, camera) - 1.3)).toBeLessThan(off / 100);
  });

  it.each([
    [5, 2],
    [0.1, 0.5],
  ])('limits a scale of %d to %d', (needed, scale) =>
    expect(scaleToCamera(skeleton(needed), camera)).toBe(scale),
  );
});

describe('scalePicture', () => {
  /** A black square of 8² pixels in the middle of a white picture of 64². */
  const picture: RgbaImage = { width: 64, height: 64, data: new Uint8ClampedArray(4 * 64 * 64) };
  for (let i = 0; i < 64 * 64; i++) {
    const inside = [i % 64, Math.floor(i / 64)].every((at) => at >= 28 && at < 36);
    picture.data.set([0, 0, 0].fill(inside ? 0 : 255), 4 * i);
    picture.data[4 * i + 3] = 255;
  }

  /** Area of the square, and its middle in half sides. */
  function darkness({ width, data }: RgbaImage) {
    let [area, x, y] = [0, 0, 0];
    for (let i = 0; i < width * width; i++) {
      const dark = 1 - data[4 * i] / 255;
      area += dark;
      x += dark * ((i % width) + 0.5);
      y += dark * (Math.floor(i / width) + 0.5);
    }
    const at = (sum: number) => (2 * sum) / area / width - 1;
    return { area: area / width ** 2, x: at(x), y: at(y) };
  }

  it.each([1, 0.75, 1.5])('scales the subject by %d about its middle', (scale) => {
    const scaled = scalePicture(picture, scale, 32);
    expect([scaled.width, scaled.height]).toEqual([32, 32]);
    const { area, x, y } = darkness(scaled);
    expect(x).toBeCloseTo(0, 2);
    expect(y).toBeCloseTo(0, 2);
    expect(area).toBeCloseTo((scale / 8) ** 2, 3);
    expect(scaled.data.filter((_, i) => i % 4 === 3).every((alpha) => alpha === 255)).toBe(true);
  });

  it('is white outside the subject', () => {
    const black = { ...picture, data: picture.data.map((value, i) => (i % 4 === 3 ? value : 0)) };
    const { data } = scalePicture(black, 0.5, 32);
    const level = (x: number, y: number) => data[4 * (32 * y + x)];
    expect([level(7, 16), level(8, 16), level(23, 23), level(24, 24)]).toEqual([255, 0, 0, 255]);
  });
});
