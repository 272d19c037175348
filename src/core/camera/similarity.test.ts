import { describe, expect, it } from 'vitest';
import { randomCloud } from '../../test/random-clouds.ts';
import { orbitCamera } from './orbit.ts';
import type { Camera } from './camera.ts';
import {
  inverseSimilarity,
  mapCamera,
  mapCloud,
  mapPoint,
  quaternionOf,
  type Similarity,
} from './similarity.ts';

type Matrix = number[];

const product = (a: readonly number[], b: readonly number[]): Matrix =>
  [0, 3, 6].flatMap((row) =>
    [0, 1, 2].map((k) => a[row] * b[k] + a[row + 1] * b[3 + k] + a[row + 2] * b[6 + k]),
  );

const transposed = (m: readonly number[]): Matrix =>
  [0, 1, 2].flatMap((k) => [m[k], m[3 + k], m[6 + k]]);

const about = (axis: 0 | 1 | 2, angle: number): Matrix => {
  const m = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  const [j, k] = [(axis + 1) % 3, (axis + 2) % 3];
  m[4 * j] = m[4 * k] = Math.cos(angle);
  m[3 * k + j] = Math.sin(angle);
  m[3 * j + k] = -Math.sin(angle);
  return m;
};

/** w x y z of any length → rotation. */
const matrixOf = (q: ArrayLike<number>): Matrix => {
  const length = Math.hypot(q[0], q[1], q[2], q[3]);
  const [w, x, y, z] = [0, 1, 2, 3].map((k) => q[k] / length);
  return [
    [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
    [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
    [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
  ].flat();
};

const covariance = (q: ArrayLike<number>, logScale: ArrayLike<number>): Matrix => {
  const turn = matrixOf(q);
  const diagonal = [0, 1, 2].flatMap((k) =>
    [0, 1, 2].map((j) => (j === k ? Math.exp(2 * logScale[k]) : 0)),
  );
  return product(product(turn, diagonal), transposed(turn));
};

const pixel = ({ w2c: m, fx, fy, cx, cy }: Camera, [x, y, z]: readonly number[]) => {
  const [u, v, depth] = [0, 4, 8].map((r) => m[r] * x + m[r + 1] * y + m[r + 2] * z + m[r + 3]);
  return { u: (fx * u) / depth + cx, v: (fy * v) / depth + cy, depth };
};

const close = (actual: readonly number[], expected: readonly number[], digits = 6) =>
  actual.forEach((value, k) => expect(value).toBeCloseTo(expected[k], digits));

const rotation = product(about(2, 1.1), product(about(0, -2.3), about(1, 0.4)));
const map: Similarity = { scale: 0.6, rotation, translation: [0.3, -1.2, 0.7] };

describe('similarity', () => {
  it('the inverse brings a point back', () => {
    const point = [0.3, -0.2, 0.9];
    close(mapPoint(inverseSimilarity(map), mapPoint(map, point)), point, 12);
    close(
      mapPoint({ scale: 2, rotation: about(2, Math.PI / 2), translation: [0, 0, 1] }, [1, 0, 0]),
      [0, 2, 1],
      12,
    );
  });

  it('mapCamera keeps a point on its pixel and scales its depth', () => {
    for (const azimuth of [10, 200, 330]) {
      const camera = orbitCamera(azimuth, 20, 2.7, 50, 64);
      const moved = mapCamera(map, camera);
      for (const point of [
        [0, 0, 0],
        [0.4, -0.3, 0.2],
      ]) {
        const [before, after] = [pixel(camera, point), pixel(moved, mapPoint(map, point))];
        close([after.u, after.v, after.depth], [before.u, before.v, 0.6 * before.depth], 9);
      }
    }
  });

  it('quaternionOf works for any rotation, half turns included', () => {
    const turns = [rotation, about(0, 0), about(0, Math.PI), about(1, Math.PI), about(2, Math.PI)];
    for (const turn of [...turns, about(1, 3.1), product(about(2, 3), about(0, 0.2))]) {
      const q = quaternionOf(turn);
      expect(Math.hypot(...q)).toBeCloseTo(1, 12);
      close(matrixOf(q), turn, 12);
    }
  });

  it('mapCloud maps the covariances of Gaussians: Σ → s² R Σ Rᵀ', () => {
    const cloud = randomCloud(21, { count: 50 });
    const mapped = mapCloud(map, cloud);
    for (let i = 0; i < cloud.count; i += 1) {
      const of = (source: typeof cloud) =>
        covariance(
          source.rotation.subarray(4 * i, 4 * i + 4),
          source.logScale.subarray(3 * i, 3 * i + 3),
        );
      const turned = product(product(rotation, of(cloud)), transposed(rotation));
      close(
        of(mapped).map((value) => value * 1e3),
        turned.map((value) => value * 0.36e3),
        4,
      );
      const centre = mapPoint(map, [...cloud.xyz.subarray(3 * i, 3 * i + 3)]);
      close([...mapped.xyz.subarray(3 * i, 3 * i + 3)], centre);
    }
    expect(mapped.shDc).toEqual(cloud.shDc);
    expect(mapped.opacityLogit).toEqual(cloud.opacityLogit);
  });

  it('mapCloud with the inverse restores a cloud', () => {
    const cloud = randomCloud(22, { count: 20 });
    const back = mapCloud(inverseSimilarity(map), mapCloud(map, cloud));
    close([...back.xyz], [...cloud.xyz]);
    close([...back.logScale], [...cloud.logScale]);
    // q and −q are one rotation.
    const sign = Math.sign(back.rotation[0] * cloud.rotation[0]);
    close(
      [...back.rotation].map((value) => sign * value),
      [...cloud.rotation],
    );
  });
});
