import { describe, expect, it } from 'vitest';
import { distort } from './distortion.ts';
import { directionAt, lensOf } from './lens.ts';
import { orbitCamera } from './orbit.ts';

const camera = { ...orbitCamera(0, 0, 2.7, 60, 640), height: 480, cy: 236, cx: 331 };
const barrel = { distortion: [-0.2, 0, 0.001, -0.002], skew: 4 };

describe('lensOf', () => {
  it('is nothing for a pinhole camera', () => {
    expect(lensOf(camera, undefined)).toBeUndefined();
    expect(lensOf(camera, {})).toBeUndefined();
  });

  it('is the inverse of directionAt in the whole frame', () => {
    const lens = lensOf(camera, barrel)!;
    for (const at of [
      [0, 0],
      [640, 0],
      [320, 240],
      [639, 479],
    ] as const) {
      const [u, v] = lens(...directionAt(camera, barrel, at)!);
      expect(camera.fx * u + camera.cx).toBeCloseTo(at[0], 6);
      expect(camera.fy * v + camera.cy).toBeCloseTo(at[1], 6);
    }
  });

  it('shows nothing where the polynomial turns back', () => {
    const lens = lensOf(camera, barrel)!;
    expect(lens(2, 0)[0]).toBeNaN();
    // Without the limit this direction would lie in the frame again.
    const [u] = distort(barrel.distortion, 2, 0);
    expect(Math.abs(camera.fx * u + camera.cx)).toBeLessThan(640);
  });
});
