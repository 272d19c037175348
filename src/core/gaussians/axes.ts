import { shRestSize, type GaussianCloud } from './gaussian-cloud.ts';
import { rotateSh, shRotation } from './sh-rotation.ts';

/**
 * Between our world (Z up, the front of the mouse looking to −Y) and the axes that viewers of 3DGS
 * files expect: they take a PLY for "Y down" and turn it by 180° about Z when they load it
 * (playcanvas/supersplat#451). The map (x, y, z) → (−x, −z, −y) is a half turn about (0, 1, −1)/√2;
 * after the viewer's own half turn the mouse stands at (x, z, −y): upright, facing the camera.
 */
const MATRIX = [-1, 0, 0, 0, 0, -1, 0, -1, 0];

/** The half turn's effect on colour that depends on the direction; its own inverse. */
export const TURN_SH = shRotation(MATRIX);

/** Quaternion of the half turn: (0, 0, s, −s), s this in one direction, its negative in the other. */
export const TURN_HALF = Math.SQRT1_2;

/**
 * Turns Gaussians `from` … `to` − 1 where they lie, sign 1 to the file's axes and −1 back. It is a half turn either
 * way; undone backwards, quaternions keep their sign.
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

/** World axes → axes of a standard 3DGS file: centres, orientations and colour beyond degree 0. */
export const toFileAxes = (cloud: GaussianCloud): GaussianCloud => turned(cloud, 1);

/** Its inverse. */
export const fromFileAxes = (cloud: GaussianCloud): GaussianCloud => turned(cloud, -1);
