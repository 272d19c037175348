import type { GaussianCloud } from './gaussian-cloud.ts';

/**
 * Between our world (Z up, the front of the mouse looking to −Y) and the axes that viewers of 3DGS
 * files expect: they take a PLY for "Y down" and turn it by 180° about Z when they load it
 * (playcanvas/supersplat#451). The map (x, y, z) → (−x, −z, −y) is a half turn about (0, 1, −1)/√2;
 * after the viewer's own half turn the mouse stands at (x, z, −y): upright, facing the camera.
 */
const turn = (cloud: GaussianCloud, sign: 1 | -1): GaussianCloud => {
  const xyz = new Float32Array(cloud.xyz.length);
  const rotation = new Float32Array(cloud.rotation.length);
  const half = sign * Math.SQRT1_2;
  for (let i = 0; i < cloud.count; i++) {
    const p = 3 * i;
    xyz[p] = -cloud.xyz[p];
    xyz[p + 1] = -cloud.xyz[p + 2];
    xyz[p + 2] = -cloud.xyz[p + 1];
    // (0, 0, ½√2, −½√2) ⊗ (w, x, y, z)
    const q = 4 * i;
    const [w, x] = [cloud.rotation[q], cloud.rotation[q + 1]];
    const [y, z] = [cloud.rotation[q + 2], cloud.rotation[q + 3]];
    rotation[q] = half * (z - y);
    rotation[q + 1] = half * (z + y);
    rotation[q + 2] = half * (w - x);
    rotation[q + 3] = -half * (w + x);
  }
  return { ...cloud, xyz, rotation };
};

/** World axes → axes of a standard 3DGS file. Colours are SH degree 0 and need no turning. */
export const toFileAxes = (cloud: GaussianCloud): GaussianCloud => turn(cloud, 1);

/** Its inverse; the half turn is undone backwards, so that quaternions keep their sign. */
export const fromFileAxes = (cloud: GaussianCloud): GaussianCloud => turn(cloud, -1);
