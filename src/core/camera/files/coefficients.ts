import type { Distortion } from '../distortion.ts';
import { isObject, numberOf, pick, type Fields } from './values.ts';

/** OpenCV's coefficients of lens distortion, in its order. */
export const COEFFICIENT_NAMES = ['k1', 'k2', 'p1', 'p2', 'k3', 'k4', 'k5', 'k6'] as const;

/** Names of a list of coefficients in OpenCV's order, or of an object with one key per coefficient. */
const LISTS = [
  ...['distortion', 'distortions', 'dist', 'D', 'dist_coeffs', 'distCoeffs', 'distortion_coeffs'],
  ...['distortion_coefficients', 'distortionCoefficients', 'Distortion_Coefficients'],
];

/** Numbers of coefficients in OpenCV. From the ninth on they are those of a thin prism and of a tilted sensor. */
const COUNTS = [4, 5, 8, 12, 14];

/** Lens models that do not draw straight lines straight, even if all coefficients are 0. */
const OTHER_MODEL =
  /fish-?_?eye|equi(rect|dist)|omni|spheric|panoram|ortho|vr180|thin_prism|\bfov\b/i;

/** Keys that frames may share (`SHARED` in frames.ts). */
export const DISTORTION_KEYS: readonly string[] = [
  ...COEFFICIENT_NAMES,
  ...LISTS,
  ...['camera_model', 'distortion_model', 'fisheye', 'is_fisheye'],
];

/** What a fisheye lens is refused with. */
export const FISHEYE =
  'it is a fisheye lens, which is not read. Undistort the pictures with the program that calibrated it, and write the new camera matrix without coefficients';

/** The coefficients as an entry has them. Undefined: all are 0. A text says why they cannot be used. */
export function distortionFrom(list: readonly number[]): Distortion | undefined | string {
  const end = list.findLastIndex((value) => value !== 0) + 1;
  if (end === 0) return undefined;
  if (!COUNTS.includes(list.length))
    return `there are ${list.length} coefficients of distortion. OpenCV has ${COUNTS.join(', ')}`;
  if (end > COEFFICIENT_NAMES.length)
    return `the lens has coefficients of a thin prism or of a tilted sensor. Undistort the pictures first, for example with OpenCV's undistort, and leave the coefficients out`;
  return list.slice(0, end);
}

/** The numbers of a list, of nested lists, or of an object with one key per coefficient. Null: not of these. */
function numbersIn(value: unknown): number[] | null {
  if (isObject(value)) {
    if (Object.keys(value).some((key) => !COEFFICIENT_NAMES.some((name) => name === key)))
      return null;
    return numbersIn(COEFFICIENT_NAMES.map((name) => value[name] ?? 0));
  }
  if (!Array.isArray(value) || value.length > COEFFICIENT_NAMES.length * 2) return null;
  const numbers = value.flat(1).map(numberOf);
  const whole = numbers.filter((number) => number !== undefined);
  return whole.length === numbers.length ? whole : null;
}

const isFisheye = ({ camera_model, distortion_model, fisheye, is_fisheye }: Fields): boolean =>
  [fisheye, is_fisheye].some((value) => value === true || value === 1) ||
  [camera_model, distortion_model].some(
    (model) => typeof model === 'string' && OTHER_MODEL.test(model),
  );

/** The coefficients of a frame, under one key each. A text says why they cannot be used. */
function singleOf(frame: Fields): Distortion | undefined | string {
  const numbers = COEFFICIENT_NAMES.map((name) => numberOf(frame[name] ?? 0));
  const bad = COEFFICIENT_NAMES.find((_, i) => numbers[i] === undefined);
  if (bad) return `${bad} must be a number`;
  const [k4, k5, k6] = [frame.k4, frame.k5, frame.k6];
  if ((numberOf(k4) ?? 0) !== 0 && k5 === undefined && k6 === undefined)
    return 'k4 without k5 and k6 is another coefficient in nerfstudio than in OpenCV. Write all coefficients as a list distortion in the order of OpenCV (k1, k2, p1, p2, k3, k4, k5, k6)';
  return distortionFrom(numbers.map((number) => number ?? 0));
}

/**
 * The lens distortion that a frame states: `k1` to `k6`, `p1`, `p2`, or a list in OpenCV's order. Undefined: there is
 * none. A text says why it cannot be used.
 */
export function distortionOf(frame: Fields): Distortion | undefined | string {
  if (isFisheye(frame)) return FISHEYE;
  const single = singleOf(frame);
  if (typeof single === 'string') return single;
  const given = pick(frame, LISTS) ?? null;
  if (given === null || given === '') return single;
  const numbers = numbersIn(typeof given === 'number' ? [given] : given);
  if (!numbers)
    return 'the coefficients of distortion must be a list in the order of OpenCV: k1, k2, p1, p2, k3';
  const list = distortionFrom(numbers);
  if (typeof list === 'string' || !single) return list;
  return !list || list.join() === single.join()
    ? single
    : 'the coefficients of distortion stand there twice, with different numbers';
}
