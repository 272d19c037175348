import { rodrigues } from './rodrigues.ts';
import { numbersOf, pick, type Fields } from './values.ts';

/**
 * Tolerance for the dot products of a rotation's rows. Numbers in the files are rounded to float32, or to
 * five digits.
 */
const ORTHONORMAL = 1e-3;

/** Tolerance for numbers that must be 0 or 1. */
const EXACT = 1e-6;

const W2C = ['w2c', 'world_to_camera', 'world2cam', 'extrinsic', 'extrinsics'];
const C2W = ['c2w', 'camera_to_world', 'cam2world'];
const ROTATION = ['R', 'rotation_matrix'];
const ROTATION_VECTOR = ['rvec', 'rotation_vector'];
const TRANSLATION = ['t', 'T', 'translation', 'tvec'];

type Matrix = number[];

const dot = (a: readonly number[], b: readonly number[]) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** The three rows of the upper left 3 × 3. */
const rowsOf = (m: readonly number[]) => [0, 4, 8].map((at) => m.slice(at, at + 3));

/** A 4 × 4 matrix from a rotation, row-major, and a translation. */
export const matrixFrom = (r: readonly number[], t: readonly number[]): Matrix => [
  ...[r[0], r[1], r[2], t[0]],
  ...[r[3], r[4], r[5], t[1]],
  ...[r[6], r[7], r[8], t[2]],
  ...[0, 0, 0, 1],
];

/** The inverse of a rotation with a translation. */
export function inverseOf(m: readonly number[]): Matrix {
  const r = [m[0], m[4], m[8], m[1], m[5], m[9], m[2], m[6], m[10]];
  const t = [m[3], m[7], m[11]];
  // Without `0 -` there would be negative zeros.
  return matrixFrom(
    r,
    [0, 3, 6].map((at) => 0 - dot(r.slice(at, at + 3), t)),
  );
}

/** Turns OpenGL's camera axes (y up, z backward) of a camera-to-world matrix into OpenCV's. */
const fromOpenGl = (c2w: readonly number[]): Matrix =>
  c2w.map((value, i) => (i < 12 && (i % 4 === 1 || i % 4 === 2) ? 0 - value : value));

/** Why a matrix does not consist of a rotation and a translation. Null if it does. */
export function matrixFault(m: readonly number[], name: string): string | null {
  const isLast = (values: readonly number[]) =>
    values.every((value, i) => Math.abs(value - Number(i === 3)) <= EXACT);
  if (!isLast(m.slice(12))) {
    const column = [m[3], m[7], m[11], m[15]];
    return isLast(column)
      ? `${name} is transposed: its translation is in the last row instead of the last column`
      : `the last row of ${name} is not 0 0 0 1`;
  }
  const [x, y, z] = rowsOf(m);
  const norms = [dot(x, x), dot(y, y), dot(z, z)];
  const skew = [dot(x, y), dot(y, z), dot(z, x)];
  const isNear = (value: number, wanted: number) =>
    Math.abs(value - wanted) <= ORTHONORMAL * Math.max(wanted, 1);
  const scale = Math.sqrt(norms[0]);
  if (!norms.every((value) => isNear(value, 1)) || !skew.every((value) => isNear(value, 0))) {
    const isScaled =
      scale > EXACT &&
      norms.every((value) => Math.abs(value / norms[0] - 1) <= ORTHONORMAL) &&
      skew.every((value) => Math.abs(value / norms[0]) <= ORTHONORMAL);
    return isScaled
      ? `the rotation in ${name} is scaled by ${scale.toPrecision(4)}`
      : `the upper left 3 × 3 of ${name} is not a rotation`;
  }
  const cross = [x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]];
  return dot(cross, z) > 0 ? null : `${name} contains a mirroring (left-handed axes)`;
}

/** A matrix of 3 × 4 or 4 × 4 numbers as 16 numbers. A text says why it cannot be used. */
function matrixOf(value: unknown, name: string): Matrix | string {
  const numbers = numbersOf(value, [12, 16]);
  if (!numbers) return `${name} must be 4 × 4 or 3 × 4 numbers`;
  const matrix = numbers.length === 12 ? [...numbers, 0, 0, 0, 1] : numbers;
  return matrixFault(matrix, name) ?? matrix;
}

/** Rotation and translation of a frame as a matrix. A text says why they cannot be used. */
function fromParts(rotation: unknown, translation: unknown, names: string): Matrix | string {
  const r = numbersOf(rotation, [9]);
  const t = numbersOf(translation, [3]);
  if (!r || !t) return `${names} must be 3 × 3 and 3 numbers`;
  const matrix = matrixFrom(r, t);
  return matrixFault(matrix, names) ?? matrix;
}

/** As `fromParts`, with the rotation as a vector. */
function fromVector(vector: unknown, translation: unknown): Matrix | string {
  const numbers = numbersOf(vector, [3]);
  return numbers
    ? fromParts(rodrigues(numbers), translation, 'rvec and t')
    : 'rvec must be 3 numbers';
}

const invert = (matrix: Matrix | string): Matrix | string =>
  typeof matrix === 'string' ? matrix : inverseOf(matrix);

/** Whether a frame states a pose in one of the ways that `poseOf` reads. */
export const hasPose = (frame: Fields): boolean =>
  pick(frame, [...W2C, ...C2W, 'transform_matrix', ...ROTATION, ...ROTATION_VECTOR]) !==
    undefined ||
  (frame.rotation !== undefined && frame.position !== undefined);

/**
 * The world-to-camera matrix of a frame, 16 numbers with OpenCV axes. A text says why there is none.
 * - `w2c`, or `R` and `t`: OpenCV. `rvec` is `R` as a rotation vector, radians.
 * - `c2w`: its inverse, with OpenCV axes.
 * - `transform_matrix`: camera to world with OpenGL axes, as NeRF, Blender and nerfstudio write it.
 * - `rotation` and `position`: camera to world, as 3D Gaussian Splatting writes it in cameras.json.
 */
export function poseOf(frame: Fields): Matrix | string {
  const w2c = pick(frame, W2C);
  if (w2c !== undefined) return matrixOf(w2c, 'w2c');
  const c2w = pick(frame, C2W);
  if (c2w !== undefined) return invert(matrixOf(c2w, 'c2w'));
  if (frame.transform_matrix !== undefined) {
    const matrix = matrixOf(frame.transform_matrix, 'transform_matrix');
    return typeof matrix === 'string' ? matrix : inverseOf(fromOpenGl(matrix));
  }
  if (frame.rotation !== undefined && frame.position !== undefined)
    return invert(fromParts(frame.rotation, frame.position, 'rotation and position'));
  const rotation = pick(frame, ROTATION);
  if (rotation !== undefined) return fromParts(rotation, pick(frame, TRANSLATION), 'R and t');
  const vector = pick(frame, ROTATION_VECTOR);
  if (vector !== undefined) return fromVector(vector, pick(frame, TRANSLATION));
  return 'w2c must be 4 × 4 numbers';
}
