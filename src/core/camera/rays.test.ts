import { describe, expect, it } from 'vitest';
import { orbitCamera } from './camera.ts';
import { cameraRays } from './rays.ts';

describe('cameraRays', () => {
  const size = 3;
  const camera = orbitCamera(270, 0, 2.7, 50, size);
  const rays = cameraRays([camera, camera], size);
  const at = (channel: number, pixel: number) => rays[channel * size * size + pixel];
  const direction = (pixel: number) => [0, 1, 2].map((k) => at(k, pixel));
  const point = (pixel: number) => [3, 4, 5].map((k) => at(k, pixel));

  it('looks through the middle pixel at the origin', () => {
    direction(4).forEach((d, k) => expect(d).toBeCloseTo([0, 1, 0][k], 6));
    point(4).forEach((p) => expect(p).toBeCloseTo(0, 6));
  });

  it('sends the top left pixel up and to the left, seen from the front', () => {
    const [x, y, z] = direction(0);
    expect(x).toBeLessThan(0);
    expect(y).toBeGreaterThan(0);
    expect(z).toBeGreaterThan(0);
    expect(Math.hypot(x, y, z)).toBeCloseTo(1, 6);
  });

  it('gives the foot of the perpendicular from the origin', () => {
    const [d, p] = [direction(0), point(0)];
    expect(p.reduce((sum, value, k) => sum + value * d[k], 0)).toBeCloseTo(0, 6);
    expect(Math.hypot(...p)).toBeGreaterThan(0.5);
  });

  it('lays the views one after the other', () => {
    expect([...rays.subarray(0, 54)]).toEqual([...rays.subarray(54)]);
  });
});
