import { FISHEYE, distortionFrom } from '../coefficients.ts';
import type { CameraEntry } from '../entry.ts';

/** The parameters of a camera model, in COLMAP's order. */
type Names = readonly (
  'f' | 'fx' | 'fy' | 'cx' | 'cy' | 'k1' | 'k2' | 'p1' | 'p2' | 'k3' | 'k4' | 'k5' | 'k6'
)[];

const OPENCV: Names = ['fx', 'fy', 'cx', 'cy', 'k1', 'k2', 'p1', 'p2'];

/**
 * COLMAP's camera models. Those without parameters are not read.
 * Source: https://github.com/colmap/colmap/blob/main/src/colmap/sensor/models.h
 */
export const MODELS: readonly { name: string; parameters?: Names; count: number }[] = [
  { name: 'SIMPLE_PINHOLE', parameters: ['f', 'cx', 'cy'], count: 3 },
  { name: 'PINHOLE', parameters: ['fx', 'fy', 'cx', 'cy'], count: 4 },
  { name: 'SIMPLE_RADIAL', parameters: ['f', 'cx', 'cy', 'k1'], count: 4 },
  { name: 'RADIAL', parameters: ['f', 'cx', 'cy', 'k1', 'k2'], count: 5 },
  { name: 'OPENCV', parameters: OPENCV, count: 8 },
  { name: 'OPENCV_FISHEYE', count: 8 },
  { name: 'FULL_OPENCV', parameters: [...OPENCV, 'k3', 'k4', 'k5', 'k6'], count: 12 },
  { name: 'FOV', count: 5 },
  { name: 'SIMPLE_RADIAL_FISHEYE', count: 4 },
  { name: 'RADIAL_FISHEYE', count: 5 },
  { name: 'THIN_PRISM_FISHEYE', count: 12 },
  { name: 'RAD_TAN_THIN_PRISM_FISHEYE', count: 16 },
];

/** The part of an entry that one camera of a model describes. */
export type ColmapLens = Required<Pick<CameraEntry, 'size' | 'intrinsics'>> &
  Pick<CameraEntry, 'distortion'>;

/** One camera of a model. */
export interface ColmapCamera {
  id: string;
  model: string;
  width: number;
  height: number;
  parameters: readonly number[];
}

const isSide = (value: number) => Number.isInteger(value) && value >= 1 && value <= 65_536;

/** The lens of a camera. A text says why it cannot be used. */
export function colmapLens({
  id,
  model,
  width,
  height,
  parameters,
}: ColmapCamera): ColmapLens | string {
  const names = MODELS.find(({ name }) => name === model)?.parameters;
  if (!names)
    return /FISHEYE/.test(model)
      ? `camera ${id}: ${FISHEYE}`
      : `camera ${id} has the model ${model}. Undistort the pictures with COLMAP first`;
  if (parameters.length !== names.length || !parameters.every(Number.isFinite))
    return `camera ${id} does not have ${names.length} parameters`;
  if (!isSide(width) || !isSide(height)) return `camera ${id} has no size in whole pixels`;
  const value = Object.fromEntries(names.map((name, i) => [name, parameters[i]]));
  const { f, fx = f, fy = f, cx, cy, k1 = 0, k2 = 0, p1 = 0, p2 = 0 } = value;
  const { k3 = 0, k4 = 0, k5 = 0, k6 = 0 } = value;
  if (!(fx > 0 && fy > 0)) return `camera ${id} has no focal length above 0`;
  const distortion = distortionFrom([k1, k2, p1, p2, k3, k4, k5, k6]);
  if (typeof distortion === 'string') return `camera ${id}: ${distortion}`;
  return {
    size: { width, height },
    intrinsics: { fx, fy, cx, cy },
    ...(distortion && { distortion }),
  };
}
