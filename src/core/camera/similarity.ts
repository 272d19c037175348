import type { Camera } from './camera.ts';
import { shRestSize, type GaussianCloud, type ShRest } from '../gaussians/gaussian-cloud.ts';
import { rotateSh, shRotation } from '../gaussians/sh-rotation.ts';

/** A similarity transform: y = scale · rotation · x + translation. */
export interface Similarity {
  scale: number;
  /** 3×3 row-major, determinant +1. */
  rotation: readonly number[];
  translation: readonly number[];
}

const rotate = (m: readonly number[], [x, y, z]: readonly number[]): number[] =>
  [0, 3, 6].map((row) => m[row] * x + m[row + 1] * y + m[row + 2] * z);

const transposed = (m: readonly number[]): number[] =>
  [0, 1, 2].flatMap((k) => [m[k], m[3 + k], m[6 + k]]);

/** The point to which a similarity maps the point x, y, z. */
export const mapPoint = (
  { scale, rotation, translation }: Similarity,
  point: readonly number[],
): number[] => rotate(rotation, point).map((value, k) => scale * value + translation[k]);

/** First one similarity, then another. */
export const composed = (first: Similarity, second: Similarity): Similarity => {
  const columns = transposed(first.rotation);
  return {
    scale: first.scale * second.scale,
    rotation: [0, 3, 6].flatMap((row) =>
      [0, 3, 6].map((column) =>
        [0, 1, 2].reduce((sum, k) => sum + second.rotation[row + k] * columns[column + k], 0),
      ),
    ),
    translation: mapPoint(second, first.translation),
  };
};

/** The inverse of a similarity. */
export const inverseSimilarity = ({ scale, rotation, translation }: Similarity): Similarity => {
  const back = transposed(rotation);
  return {
    scale: 1 / scale,
    rotation: back,
    translation: rotate(back, translation).map((value) => -value / scale),
  };
};

/**
 * The camera that maps a transformed point to the same pixel as `camera` maps the original point. Depths are
 * multiplied by the scale. The new w2c is still a rotation and a translation.
 */
export const mapCamera = ({ scale, rotation, translation }: Similarity, camera: Camera): Camera => {
  const { w2c } = camera;
  const rows = [0, 4, 8].flatMap((row) => {
    const axis = rotate(rotation, [w2c[row], w2c[row + 1], w2c[row + 2]]);
    const moved = axis.reduce((sum, value, k) => sum + value * translation[k], 0);
    return [...axis, scale * w2c[row + 3] - moved];
  });
  return { ...camera, w2c: new Float64Array([...rows, 0, 0, 0, 1]) };
};

/**
 * Unit quaternion w x y z of a rotation matrix (3×3 row-major, determinant +1). The largest component is
 * computed first, so that no digits are lost by cancellation.
 */
export const quaternionOf = (m: readonly number[]): number[] => {
  const [xx, yy, zz] = [m[0], m[4], m[8]];
  const squares = [1 + xx + yy + zz, 1 + xx - yy - zz, 1 - xx + yy - zz, 1 - xx - yy + zz];
  const sums = [
    [0, m[7] - m[5], m[2] - m[6], m[3] - m[1]],
    [m[7] - m[5], 0, m[1] + m[3], m[2] + m[6]],
    [m[2] - m[6], m[1] + m[3], 0, m[5] + m[7]],
    [m[3] - m[1], m[2] + m[6], m[5] + m[7], 0],
  ];
  const largest = squares.indexOf(Math.max(...squares));
  const root = Math.sqrt(squares[largest]);
  return sums[largest].map((sum, k) => (k === largest ? root : sum / root) / 2);
};

/** The cloud with its centres, sizes, orientations and SH coefficients transformed. */
export const mapCloud = (similarity: Similarity, cloud: GaussianCloud): GaussianCloud => {
  const xyz = new Float32Array(cloud.xyz.length);
  const rotation = new Float32Array(cloud.rotation.length);
  const [a, b, c, d] = quaternionOf(similarity.rotation);
  for (let i = 0; i < cloud.count; i += 1) {
    xyz.set(mapPoint(similarity, [...cloud.xyz.subarray(3 * i, 3 * i + 3)]), 3 * i);
    const [w, x, y, z] = cloud.rotation.subarray(4 * i, 4 * i + 4);
    rotation[4 * i] = a * w - b * x - c * y - d * z;
    rotation[4 * i + 1] = a * x + b * w + c * z - d * y;
    rotation[4 * i + 2] = a * y - b * z + c * w + d * x;
    rotation[4 * i + 3] = a * z + b * y - c * x + d * w;
  }
  const larger = Math.log(similarity.scale);
  const logScale = cloud.logScale.map((value) => value + larger);
  return { ...cloud, xyz, rotation, logScale, sh: cloud.sh && turnedSh(cloud.sh, similarity) };
};

/** SH coefficients above degree 0, rotated. */
function turnedSh({ degree, rest }: ShRest, { rotation }: Similarity): ShRest {
  const turned = rest.slice();
  const step = 3 * shRestSize(degree);
  const range = { first: 0, step, count: rest.length / step };
  rotateSh(shRotation(rotation), degree, turned, range);
  return { degree, rest: turned };
}
