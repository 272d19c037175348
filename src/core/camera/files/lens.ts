import type { Intrinsics, Size } from './entry.ts';
import { isObject, numberOf, numbersOf, pick, type Fields } from './values.ts';

/** Largest side of a picture, pixels. */
const MAX_SIDE = 65_536;

/** Focal lengths below this are no pixels, but fractions of the picture. No lens has an angle of view of 170°. */
const LEAST_FOCAL = 4;

const WIDTH = ['w', 'width'];
const HEIGHT = ['h', 'height'];
const MATRIX = ['K', 'intrinsic', 'intrinsics', 'camera_matrix', 'intrinsic_matrix'];

/** Coefficients of lens distortion, as OpenCV and nerfstudio name them. */
const COEFFICIENTS = ['k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'p1', 'p2'];
const COEFFICIENT_LISTS = [
  'distortion',
  'distortions',
  'dist_coeffs',
  'dist',
  'distortion_coefficients',
];

/** Width and height. Undefined: the frame does not state them. A text says why they cannot be used. */
export function sizeOf(frame: Fields): Size | string | undefined {
  const given = [pick(frame, WIDTH), pick(frame, HEIGHT)];
  if (given.every((value) => value === undefined)) return undefined;
  const [width, height] = given.map(numberOf);
  const isSide = (value: number | undefined): value is number =>
    value !== undefined && Number.isInteger(value) && value >= 1 && value <= MAX_SIDE;
  return isSide(width) && isSide(height)
    ? { width, height }
    : 'w and h must be whole numbers of pixels';
}

/** Coefficients of lens distortion that are not 0, with their names. */
function distortionOf(frame: Fields): string[] {
  const single = COEFFICIENTS.filter((key) => (numberOf(frame[key]) ?? 0) !== 0);
  const list = COEFFICIENT_LISTS.filter((key) => {
    const value = frame[key];
    const values: unknown[] = isObject(value)
      ? Object.values(value)
      : Array.isArray(value)
        ? value.flat(2)
        : [];
    return values.some((each) => (numberOf(each) ?? 0) !== 0);
  });
  return [...single, ...list];
}

/** Focal lengths and principal point of a camera matrix K: nine numbers, or fx, fy, cx, cy. */
function fromMatrix(value: unknown): { fx: number; fy: number; cx: number; cy: number } | null {
  const numbers = numbersOf(value, [4, 9]);
  if (!numbers) return null;
  const [fx, fy, cx, cy] =
    numbers.length === 4 ? numbers : [numbers[0], numbers[4], numbers[2], numbers[5]];
  return { fx, fy, cx, cy };
}

/** The focal lengths and the principal point that a frame states. A text says why they cannot be used. */
export function lensOf(frame: Fields, size: Size | undefined): Intrinsics | string {
  const bent = distortionOf(frame);
  if (bent.length > 0)
    return `the lens has distortion (${bent.join(', ')}). Undistort the pictures first, for example with OpenCV's undistort, and leave the coefficients out`;
  const matrix = pick(frame, MATRIX);
  const angle = numberOf(frame.camera_angle_x);
  const [fxGiven, fyGiven] = [pick(frame, ['fx', 'fl_x']), pick(frame, ['fy', 'fl_y'])];
  const centre = ['cx', 'cy'].map((key) =>
    frame[key] === undefined ? undefined : numberOf(frame[key]),
  );
  if (['cx', 'cy'].some((key, i) => frame[key] !== undefined && centre[i] === undefined))
    return 'cx and cy must be numbers';
  const [cx, cy] = centre;
  const middle = { ...(cx !== undefined && { cx }), ...(cy !== undefined && { cy }) };
  if (
    fxGiven === undefined &&
    fyGiven === undefined &&
    matrix === undefined &&
    angle !== undefined
  ) {
    if (!(angle > 0 && angle < Math.PI)) return 'camera_angle_x must be an angle in radians';
    const angleYRad = numberOf(frame.camera_angle_y);
    return { angleXRad: angle, ...(angleYRad !== undefined && { angleYRad }), ...middle };
  }
  const ofMatrix = fxGiven === undefined ? fromMatrix(matrix) : null;
  const fx = ofMatrix?.fx ?? numberOf(fxGiven);
  const fy = ofMatrix?.fy ?? numberOf(fyGiven ?? fxGiven);
  if (fx === undefined || fy === undefined || fx <= 0 || fy <= 0)
    return 'fx and fy must be above 0';
  if (
    Math.max(fx, fy) < LEAST_FOCAL &&
    (!size || Math.max(size.width, size.height) > 2 * LEAST_FOCAL)
  )
    return `fx is ${fx}, which is a fraction of the picture and no number of pixels. Multiply fx and cx by w, fy and cy by h`;
  return { fx, fy, ...(ofMatrix ? { cx: ofMatrix.cx, cy: ofMatrix.cy } : middle) };
}
