import type { Camera } from './camera.ts';
import { AppError } from '../errors.ts';

/** Largest number of frames in a file. A turntable has 150. */
const MAX_FRAMES = 10_000;

/** Largest side of a picture, pixels. */
const MAX_SIDE = 65_536;

/** Largest magnitude of any number. For larger numbers float32 is too coarse: a mouse is about 1 long. */
const MAX_VALUE = 1e6;

/**
 * Tolerance for the dot products of a rotation's rows. Numbers in the files are rounded to float32, or to
 * five digits.
 */
const ORTHONORMAL = 1e-3;

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Math.abs(value) <= MAX_VALUE;

const isSide = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_SIDE;

/**
 * A 4×4 matrix as 16 numbers, row-major. The input is four rows of four numbers, or sixteen numbers. Null for
 * any other input.
 */
function matrixOf(value: unknown): number[] | null {
  if (!Array.isArray(value)) return null;
  const isRow = (row: unknown): row is unknown[] => Array.isArray(row) && row.length === 4;
  const flat: unknown[] = value.length === 4 && value.every(isRow) ? value.flat() : value;
  return flat.length === 16 && flat.every(isNumber) ? flat : null;
}

/** The reason why a matrix is not a valid world-to-camera matrix; null if it is valid. */
function matrixFault(m: readonly number[]): string | null {
  if ([0, 0, 0, 1].some((value, i) => Math.abs(m[12 + i] - value) > 1e-6))
    return 'the last row of w2c is not 0 0 0 1';
  const row = (i: number) => m.slice(4 * i, 4 * i + 3);
  const dot = (a: readonly number[], b: readonly number[]) =>
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  const [x, y, z] = [row(0), row(1), row(2)];
  const deviations = [dot(x, x) - 1, dot(y, y) - 1, dot(z, z) - 1, dot(x, y), dot(y, z), dot(z, x)];
  if (deviations.some((value) => Math.abs(value) > ORTHONORMAL))
    return 'the upper left 3 × 3 of w2c is not a rotation';
  const cross = [x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]];
  return dot(cross, z) > 0 ? null : 'w2c contains a mirroring';
}

/** One camera, or the reason why the frame is not valid. */
function readFrame(frame: unknown): Camera | string {
  if (!isObject(frame)) return 'not an object';
  const { w, h, fx, fy, cx, cy, w2c } = frame;
  if (!isSide(w) || !isSide(h)) return 'w and h must be whole numbers of pixels';
  if (!isNumber(fx) || !isNumber(fy) || fx <= 0 || fy <= 0) return 'fx and fy must be above 0';
  if (!isNumber(cx) || !isNumber(cy)) return 'cx and cy must be numbers';
  const matrix = matrixOf(w2c);
  if (!matrix) return 'w2c must be 4 × 4 numbers';
  const fault = matrixFault(matrix);
  return fault ?? { width: w, height: h, fx, fy, cx, cy, w2c: new Float64Array(matrix) };
}

/**
 * The cameras of an `opencv_cameras.json`: `{ frames: [{ w, h, fx, fy, cx, cy, w2c }] }`. `w2c` is world to
 * camera, with OpenCV axes. All other numbers are in pixels. Other keys are ignored.
 * @param json the parsed file
 * @param file name of the file, for the error message
 * @throws AppError `camera-invalid` if the file does not have this form, or a camera is not valid
 */
export function parseCameras(json: unknown, file = 'the camera file'): Camera[] {
  const refuse = (reason: string) =>
    new AppError('camera-invalid', {
      message: `${file}: ${reason}`,
      stage: 'load',
      values: { file, reason },
    });
  const frames = isObject(json) ? json.frames : undefined;
  if (!Array.isArray(frames)) throw refuse('there is no list of frames');
  if (frames.length === 0) throw refuse('the list of frames is empty');
  if (frames.length > MAX_FRAMES) throw refuse(`${frames.length} frames are too many`);
  return frames.map((frame: unknown, i) => {
    const camera = readFrame(frame);
    if (typeof camera === 'string') throw refuse(`frame ${i}: ${camera}`);
    return camera;
  });
}
