import type { Camera } from '../camera.ts';
import type { Distortion } from '../distortion.ts';
import { COEFFICIENT_NAMES } from './coefficients.ts';

/** Width and height of a picture, pixels. */
export interface Size {
  width: number;
  height: number;
}

/** Focal lengths and principal point in pixels, or angles of view from which they follow. */
export type Intrinsics =
  | { fx: number; fy: number; cx?: number; cy?: number }
  | { angleXRad: number; angleYRad?: number; cx?: number; cy?: number };

/** One camera of a file. */
export interface CameraEntry {
  /** Absent if the file does not say it. The picture then says it. */
  size?: Size;
  intrinsics: Intrinsics;
  /** Lens distortion. Absent if there is none. Its last number is not 0. */
  distortion?: Distortion;
  /** Skew of the sensor: the second number of the camera matrix K, pixels. Absent if it is 0. */
  skew?: number;
  /** World to camera with OpenCV axes, 16 numbers, row-major. */
  w2c: readonly number[];
  /** The name of the camera. Pictures may be named after it. */
  name?: string;
  /** The picture and its mask, as the file names them. */
  picture?: string;
  mask?: string;
}

/**
 * A skew below this fraction of the focal length is left out: it moves no pixel by more than a thousandth of half the
 * height of the picture.
 */
const LEAST_SKEW = 1e-3;

/**
 * Why an entry is no pinhole camera. Null if it is one. Pictures of other cameras must be undistorted before `cameraOf`
 * describes them.
 */
export function pinholeFault({ distortion, skew = 0, intrinsics }: CameraEntry): string | null {
  if (distortion) {
    const names = COEFFICIENT_NAMES.filter((_, i) => (distortion[i] ?? 0) !== 0);
    return `the lens has distortion (${names.join(', ')}). Undistort the pictures first, for example with OpenCV's undistort, and leave the coefficients out`;
  }
  if ('fy' in intrinsics && Math.abs(skew) > LEAST_SKEW * intrinsics.fy)
    return `K has a skew of ${skew.toPrecision(3)} pixels. Undistort the pictures first, and leave the skew out`;
  return null;
}

/**
 * The pinhole camera of an entry, without its distortion and skew. A principal point that the file does not state is the middle of the picture.
 * @param size of the picture, for an entry that does not state it
 * @returns null if the size is not known
 */
export function cameraOf({ size: own, intrinsics, w2c }: CameraEntry, size?: Size): Camera | null {
  const known = own ?? size;
  if (!known) return null;
  const { width, height } = known;
  const { cx = width / 2, cy = height / 2 } = intrinsics;
  return { width, height, ...focal(intrinsics, known), cx, cy, w2c: new Float64Array(w2c) };
}

/** Pixels are square if the file states only the horizontal angle. */
function focal(intrinsics: Intrinsics, { width, height }: Size): { fx: number; fy: number } {
  if ('fx' in intrinsics) return { fx: intrinsics.fx, fy: intrinsics.fy };
  const { angleXRad, angleYRad } = intrinsics;
  const fx = width / 2 / Math.tan(angleXRad / 2);
  return { fx, fy: angleYRad === undefined ? fx : height / 2 / Math.tan(angleYRad / 2) };
}
