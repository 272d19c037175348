import { describe, expect, it } from 'vitest';
import { orbitCamera } from './orbit.ts';
import { sees } from './sees.ts';

const camera = orbitCamera(30, 20, 2.7, 50, 64);
const cloud = (...points: number[][]) => ({
  xyz: new Float32Array(points.flat()),
  count: points.length,
});
const BOX = cloud([-0.5, -0.5, -0.2], [0.5, 0.5, 0.2], [0, 0, 0]);

/** The camera after its w2c was changed. */
const changed = (change: (value: number, at: number) => number) => ({
  ...camera,
  w2c: camera.w2c.map(change),
});
const isTranslation = (at: number) => at % 4 === 3 && at < 12;

describe('sees', () => {
  it('is true for a splat in the picture', () => {
    expect(sees(camera, BOX)).toBe(true);
    expect(sees(camera, cloud([0.1, 0, 0]))).toBe(true);
  });

  it('is true if a part is in the picture', () => {
    expect(sees(camera, cloud([0, 0, 0], [-0.3, 0.5, 0], [9, 9, 9], [0, 0, 99]))).toBe(true);
  });

  it.each([
    ['behind the camera', changed((value, at) => (at >= 8 && at < 12 ? -value : value)), BOX],
    ['beside the picture', changed((value, at) => (at === 3 ? value + 5 : value)), BOX],
    [
      'as a dot, in millimetres',
      changed((value, at) => (isTranslation(at) ? 1000 * value : value)),
      BOX,
    ],
    [
      'of one Gaussian behind it',
      changed((value, at) => (at >= 8 && at < 12 ? -value : value)),
      cloud([0, 0, 0]),
    ],
  ])('is false for a splat %s', (_, blind, points) => {
    expect(sees(blind, points)).toBe(false);
  });
});
