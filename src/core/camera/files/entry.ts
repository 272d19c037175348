import type { Camera } from '../camera.ts';

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
  /** World to camera with OpenCV axes, 16 numbers, row-major. */
  w2c: readonly number[];
  /** The picture and its mask, as the file names them. */
  picture?: string;
  mask?: string;
}

/**
 * The camera of an entry. A principal point that the file does not state is the middle of the picture.
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
