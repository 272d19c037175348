import { naturally } from '../../../natural-order.ts';
import { isObject, numbersOf, type Fields } from '../values.ts';
import { frameOf } from './fields.ts';
import type { Form } from './forms.ts';

/** Kalibr's names of lenses whose coefficients are OpenCV's k1, k2, p1, p2. */
const LENSES: readonly unknown[] = ['radtan', 'none', undefined];

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** The product of two 4 × 4 matrices, row by row. */
const product = (a: readonly number[], b: readonly number[]): number[] =>
  Array.from({ length: 16 }, (_, i) =>
    [0, 1, 2, 3].reduce((sum, k) => sum + a[i - (i % 4) + k] * b[4 * k + (i % 4)], 0),
  );

const isCamera = (value: unknown): value is Fields =>
  isObject(value) && value.camera_model !== undefined && value.intrinsics !== undefined;

/**
 * The cameras of a camchain.yaml of Kalibr. The first camera is the world. `T_cn_cnm1` leads from each camera to the
 * next one.
 * Source: https://github.com/ethz-asl/kalibr/wiki/yaml-formats.
 */
export const kalibr: Form = (root) => {
  const cameras = Object.entries(root)
    .filter(([, value]) => isCamera(value))
    .sort(([a], [b]) => naturally(a, b));
  const frames: Fields[] = [];
  let w2c: readonly number[] = IDENTITY;
  for (const [name, camera] of cameras) {
    if (!isCamera(camera)) continue;
    const { camera_model, distortion_model, distortion_coeffs, intrinsics, resolution } = camera;
    if (
      camera_model !== 'pinhole' ||
      (!LENSES.includes(distortion_model) && distortion_model !== 'equidistant')
    )
      return `the lens of ${name} is not read. Calibrate it with the model pinhole-radtan`;
    const step = numbersOf(camera.T_cn_cnm1, [16]);
    if (frames.length > 0 && !step) return `${name} has no pose: T_cn_cnm1 must be 4 × 4 numbers`;
    if (frames.length > 0 && step) w2c = product(step, w2c);
    const lens = { intrinsics, distortion_coeffs, distortion_model, resolution };
    frames.push(frameOf({ name, ...lens, w2c: [...w2c] }));
  }
  return frames.length > 0 ? frames : null;
};
