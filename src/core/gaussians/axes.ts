import { shRestSize, type GaussianCloud } from './gaussian-cloud.ts';
import { rotateSh, shRotation } from './sh-rotation.ts';

/**
 * Rotation from the world (Z up, the front of the mouse towards −Y) to the axes that viewers of 3DGS files
 * expect. Viewers assume that Y points down in a PLY file. When they load a file, they rotate the cloud by
 * 180° about Z (playcanvas/supersplat#451). The map (x, y, z) → (−x, −z, −y) is a half turn about (0, 1,
 * −1)/√2. After the viewer's own half turn a point is at (x, z, −y): the mouse stands upright and faces the
 * camera.
 */
const MATRIX = [-1, 0, 0, 0, 0, -1, 0, -1, 0];

/** The half turn's effect on SH coefficients above degree 0. Applied twice, it changes nothing. */
export const TURN_SH = shRotation(MATRIX);

/**
 * The quaternion of the half turn is (0, 0, s, −s). s is `TURN_HALF` for the turn to the file's axes, and
 * −`TURN_HALF` for the turn back.
 */
export const TURN_HALF = Math.SQRT1_2;

/**
 * Rotates Gaussians `from` … `to` − 1 in place by the half turn.
 * @param sign 1 to the file's axes, −1 back to the world. Both signs give the same rotation; only the signs
 *   of the quaternions differ. −1 after 1 restores the quaternions, their signs included.
 */
export function turnGaussians(cloud: GaussianCloud, from: number, to: number, sign: 1 | -1): void {
  const { xyz, rotation, sh } = cloud;
  const half = sign * TURN_HALF;
  for (let i = from; i < to; i++) {
    const p = 3 * i;
    const up = xyz[p + 2];
    xyz[p] = -xyz[p];
    xyz[p + 2] = -xyz[p + 1];
    xyz[p + 1] = -up;
    // (0, 0, s, −s) ⊗ (w, x, y, z)
    const q = 4 * i;
    const [w, x, y, z] = [rotation[q], rotation[q + 1], rotation[q + 2], rotation[q + 3]];
    rotation[q] = half * (z - y);
    rotation[q + 1] = half * (z + y);
    rotation[q + 2] = half * (w - x);
    rotation[q + 3] = -half * (w + x);
  }
  if (!sh) return;
  const step = 3 * shRestSize(sh.degree);
  rotateSh(TURN_SH, sh.degree, sh.rest, { first: step * from, step, count: to - from });
}

const turned = (cloud: GaussianCloud, sign: 1 | -1): GaussianCloud => {
  const copy = { ...cloud, xyz: cloud.xyz.slice(), rotation: cloud.rotation.slice() };
  if (cloud.sh) copy.sh = { ...cloud.sh, rest: cloud.sh.rest.slice() };
  turnGaussians(copy, 0, cloud.count, sign);
  return copy;
};

/**
 * A cloud from world axes to the axes of a standard 3DGS file. Changes centres, orientations and SH
 * coefficients above degree 0.
 */
export const toFileAxes = (cloud: GaussianCloud): GaussianCloud => turned(cloud, 1);

/** A cloud from the axes of a standard 3DGS file to world axes: the inverse of `toFileAxes`. */
export const fromFileAxes = (cloud: GaussianCloud): GaussianCloud => turned(cloud, -1);
