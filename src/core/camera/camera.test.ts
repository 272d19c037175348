import { expect, it } from 'vitest';
import { toWorld, type Camera } from './camera.ts';
import { orbitCamera } from './orbit.ts';

/** Pixel and depth of a point. */
function project({ w2c: m, fx, fy, cx, cy }: Camera, [x, y, z]: readonly number[]) {
  const [u, v, depth] = [0, 4, 8].map((r) => m[r] * x + m[r + 1] * y + m[r + 2] * z + m[r + 3]);
  return [(fx * u) / depth + cx, (fy * v) / depth + cy, depth];
}

it('toWorld gives the point that projects to a position and has a depth', () => {
  const camera = orbitCamera(40, 25, 2.7, 38, 64);
  const projected = project(camera, toWorld(camera, [12.5, 50], 3.1));
  [12.5, 50, 3.1].forEach((value, k) => expect(projected[k]).toBeCloseTo(value, 9));
});
