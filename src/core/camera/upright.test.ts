import { describe, expect, it, test } from 'vitest';
import { randomCloud } from '../../test/random-clouds.ts';
import { orbitCamera } from './orbit.ts';
import { CpuRasterizer } from '../rasterize/rasterize.ts';
import { mapPoint } from './similarity.ts';
import { turnFromZ, uprightCamera, uprightCloud, uprightPoints, uprightTurn } from './upright.ts';

const close = (actual: ArrayLike<number>, expected: readonly number[]) =>
  expected.forEach((value, k) => expect(actual[k]).toBeCloseTo(value, 6));

const UP = [0.36, -0.48, 0.8];

describe('uprightTurn', () => {
  test.each([[[0, 0, 1]], [[0, 0.6, 0.8]], [UP], [[1, 0, 0]], [[0, 0, -1]]])(
    'takes %s to Z',
    (up) => {
      close(mapPoint(uprightTurn(up), up), [0, 0, 1]);
      close(mapPoint(turnFromZ(up), [0, 0, 1]), up);
    },
  );

  it('is the smallest rotation: it does not move the axis perpendicular to Z and up', () => {
    close(mapPoint(uprightTurn(UP), [0.8, 0.6, 0]), [0.8, 0.6, 0]);
  });
});

describe('uprightCloud and uprightCamera', () => {
  const cloud = randomCloud(7, { count: 40 });
  const camera = orbitCamera(300, 20, 2.7, 38, 48);

  it('do not change the picture', () => {
    const draw = (up?: number[]) => {
      const rasterizer = new CpuRasterizer();
      rasterizer.loadNow(uprightCloud(cloud, up));
      return rasterizer.renderNow(uprightCamera(camera, up)).rgba;
    };
    const [before, after] = [draw(), draw(UP)];
    const worst = before.reduce((most, v, i) => Math.max(most, Math.abs(v - after[i])), 0);
    expect(worst).toBeLessThan(1e-3);
    expect(Math.max(...before)).toBeGreaterThan(0.1);
  });

  it('rotate the centres as uprightPoints does', () => {
    expect(uprightPoints(cloud.xyz, Float32Array.from(UP))).toEqual(
      uprightCloud(cloud, Float32Array.from(UP)).xyz,
    );
  });

  it('return their input where up is undefined', () => {
    expect(uprightCloud(cloud, undefined)).toBe(cloud);
    expect(uprightCamera(camera, undefined)).toBe(camera);
    expect(uprightPoints(cloud.xyz, undefined)).toBe(cloud.xyz);
  });
});
