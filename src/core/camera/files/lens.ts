import { cameraMatrix } from './camera-matrix.ts';
import { distortionOf } from './coefficients.ts';
import type { CameraEntry, Intrinsics, Size } from './entry.ts';
import { numberOf, numbersOf, pick, type Fields } from './values.ts';

/** Largest side of a picture, pixels. */
const MAX_SIDE = 65_536;

/** Focal lengths below this are no pixels, but fractions of the picture. No lens has an angle of view of 170°. */
const LEAST_FOCAL = 4;

const WIDTH = ['w', 'width', 'image_width', 'W'];
const HEIGHT = ['h', 'height', 'image_height', 'H'];
const MATRIX = ['K', 'intrinsic', 'intrinsics', 'camera_matrix', 'intrinsic_matrix'];

const isSide = (value: number | undefined): value is number =>
  value !== undefined && Number.isInteger(value) && value >= 1 && value <= MAX_SIDE;

/** Width and height. Undefined: the frame does not state them. A text says why they cannot be used. */
export function sizeOf(frame: Fields): Size | string | undefined {
  const given = [pick(frame, WIDTH), pick(frame, HEIGHT)];
  if (given.every((value) => value === undefined)) return undefined;
  const [width, height] = given.map(numberOf);
  return isSide(width) && isSide(height)
    ? { width, height }
    : 'w and h must be whole numbers of pixels';
}

/** The part of an entry that describes the lens. */
type Lens = Pick<CameraEntry, 'intrinsics' | 'distortion' | 'skew'>;

/** The lens of a frame that states only an angle of view. A text says why it cannot be used. */
function ofAngle(frame: Fields, angle: number, middle: object): Intrinsics | string {
  if (!(angle > 0 && angle < Math.PI)) return 'camera_angle_x must be an angle in radians';
  const angleYRad = numberOf(frame.camera_angle_y);
  return { angleXRad: angle, ...(angleYRad !== undefined && { angleYRad }), ...middle };
}

/** Why focal lengths cannot be used. Null if they can. */
function focalFault(fx: number, fy: number, size: Size | undefined): string | null {
  if (fx <= 0 || fy <= 0) return 'fx and fy must be above 0';
  const isFraction =
    Math.max(fx, fy) < LEAST_FOCAL &&
    (!size || Math.max(size.width, size.height) > 2 * LEAST_FOCAL);
  return isFraction
    ? `fx is ${fx}, which is a fraction of the picture and no number of pixels. Multiply fx and cx by w, fy and cy by h`
    : null;
}

/** The focal lengths, the principal point and the skew that a frame states. A text says why they cannot be used. */
function pinholeOf(frame: Fields, size: Size | undefined): Lens | string {
  const centre = ['cx', 'cy'].map((key) =>
    frame[key] === undefined ? undefined : numberOf(frame[key]),
  );
  if (['cx', 'cy'].some((key, i) => frame[key] !== undefined && centre[i] === undefined))
    return 'cx and cy must be numbers';
  const [cx, cy] = centre;
  const middle = { ...(cx !== undefined && { cx }), ...(cy !== undefined && { cy }) };
  const [fxGiven, fyGiven] = [pick(frame, ['fx', 'fl_x']), pick(frame, ['fy', 'fl_y'])];
  const matrix = pick(frame, MATRIX);
  const angle = numberOf(frame.camera_angle_x);
  const isAngle = [fxGiven, fyGiven, matrix].every((given) => given === undefined);
  if (isAngle && angle !== undefined) {
    const intrinsics = ofAngle(frame, angle, middle);
    return typeof intrinsics === 'string' ? intrinsics : { intrinsics };
  }
  const numbers = fxGiven === undefined ? numbersOf(matrix, [4, 9]) : null;
  const ofMatrix = numbers && cameraMatrix(numbers);
  if (typeof ofMatrix === 'string') return ofMatrix;
  const { skew = 0 } = ofMatrix ?? {};
  const fx = ofMatrix?.fx ?? numberOf(fxGiven);
  const fy = ofMatrix?.fy ?? numberOf(fyGiven ?? fxGiven);
  if (fx === undefined || fy === undefined) return 'fx and fy must be above 0';
  const point = ofMatrix ? { cx: ofMatrix.cx, cy: ofMatrix.cy } : middle;
  return (
    focalFault(fx, fy, size) ?? { intrinsics: { fx, fy, ...point }, ...(skew !== 0 && { skew }) }
  );
}

/** The lens that a frame states. A text says why it cannot be used. */
export function lensOf(frame: Fields, size: Size | undefined): Lens | string {
  const distortion = distortionOf(frame);
  if (typeof distortion === 'string') return distortion;
  const lens = pinholeOf(frame, size);
  return typeof lens === 'string' || !distortion ? lens : { ...lens, distortion };
}
