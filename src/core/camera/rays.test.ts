import { describe, expect, it } from 'vitest';
import { orbitCamera } from './orbit.ts';
import { cameraRays } from './rays.ts';

describe('cameraRays', () => {
  const size = 3;
  const camera = orbitCamera(270, 0, 2.7, 50, size);
  const rays = cameraRays([camera, camera], size);
  const at = (channel: number, pixel: number) => rays[channel * size * size + pixel];
  const direction = (pixel: number) => [0, 1, 2].map((k) => at(k, pixel));
  const point = (pixel: number) => [3, 4, 5].map((k) => at(k, pixel));

  it('the ray of the middle pixel goes through the origin', () => {
    direction(4).forEach((d, k) => expect(d).toBeCloseTo([0, 1, 0][k], 6));
    point(4).forEach((p) => expect(p).toBeCloseTo(0, 6));
  });

  it('the ray of the top left pixel goes up and to the left of the front camera', () => {
    const [x, y, z] = direction(0);
    expect(x).toBeLessThan(0);
    expect(y).toBeGreaterThan(0);
    expect(z).toBeGreaterThan(0);
    expect(Math.hypot(x, y, z)).toBeCloseTo(1, 6);
  });

  it('the point p is the foot of the perpendicular from the origin', () => {
    const [d, p] = [direction(0), point(0)];
    expect(p.reduce((sum, value, k) => sum + value * d[k], 0)).toBeCloseTo(0, 6);
    expect(Math.hypot(...p)).toBeGreaterThan(0.5);
  });

  it('the views follow one another', () => {
    expect([...rays.subarray(0, 54)]).toEqual([...rays.subarray(54)]);
  });
});
