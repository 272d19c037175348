import type { Camera } from '../camera/camera.ts';
import { AppError } from '../errors.ts';
import { RULES } from './rules.ts';

/** A valid camera, and the values derived from it for projection and tiling. */
export interface View extends Camera {
  /** Number of tiles along each axis of the image. */
  tilesX: number;
  tilesY: number;
  /** Limits to which x/z and y/z are clamped, in the Jacobian only. */
  limitX: number;
  limitY: number;
  /** The camera's centre in the world. */
  eye: readonly [number, number, number];
}

/** Largest width and height of an image in pixels. Tile indices are packed into 16 bits. */
const MAX_SIZE = 16_384;

const isSize = (value: number) => Number.isInteger(value) && value >= 1 && value <= MAX_SIZE;

/** Checks a camera and derives its view. @throws AppError `camera-invalid` */
export function viewOf(camera: Camera): View {
  const { width, height, fx, fy, cx, cy, w2c } = camera;
  const finite = [fx, fy, cx, cy, ...w2c].every(Number.isFinite);
  if (!isSize(width) || !isSize(height) || !finite || w2c.length !== 16 || fx <= 0 || fy <= 0)
    throw new AppError('camera-invalid', {
      message: `camera ${width}×${height}, focal lengths ${fx} ${fy}, centre ${cx} ${cy}, w2c ${w2c}`,
      stage: 'render',
    });
  return {
    ...camera,
    tilesX: Math.ceil(width / RULES.TILE),
    tilesY: Math.ceil(height / RULES.TILE),
    limitX: (RULES.FRUSTUM_MARGIN * width) / (2 * fx),
    limitY: (RULES.FRUSTUM_MARGIN * height) / (2 * fy),
    eye: centreOf(w2c),
  };
}

/**
 * The camera's centre, −R⁻¹·t. Cramer's rule is also correct for a matrix that scales. The origin if R has no
 * inverse.
 */
function centreOf(m: Float64Array): View['eye'] {
  const a = [m[0], m[4], m[8]];
  const b = [m[1], m[5], m[9]];
  const c = [m[2], m[6], m[10]];
  const t = [-m[3], -m[7], -m[11]];
  const det = triple(a, b, c);
  if (det === 0) return [0, 0, 0];
  return [triple(t, b, c) / det, triple(a, t, c) / det, triple(a, b, t) / det];
}

/** a · (b × c). */
const triple = (a: number[], b: number[], c: number[]): number =>
  a[0] * (b[1] * c[2] - b[2] * c[1]) +
  a[1] * (b[2] * c[0] - b[0] * c[2]) +
  a[2] * (b[0] * c[1] - b[1] * c[0]);
