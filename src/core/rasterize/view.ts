import type { Camera } from '../camera/camera.ts';
import { AppError } from '../errors.ts';
import { RULES } from './rules.ts';

/** A checked camera with what the projection and the tiles need besides. */
export interface View extends Camera {
  tilesX: number;
  tilesY: number;
  /** Largest |x/z| and |y/z| in the Jacobian. */
  limitX: number;
  limitY: number;
  /** The camera's centre in the world. */
  eye: readonly [number, number, number];
}

/** Sides of an image in pixels; tile indices are packed into 16 bits. */
const MAX_SIDE = 16_384;

const isSide = (value: number) => Number.isInteger(value) && value >= 1 && value <= MAX_SIDE;

export function viewOf(camera: Camera): View {
  const { width, height, fx, fy, cx, cy, w2c } = camera;
  const finite = [fx, fy, cx, cy, ...w2c].every(Number.isFinite);
  if (!isSide(width) || !isSide(height) || !finite || w2c.length !== 16 || fx <= 0 || fy <= 0)
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

/** −R⁻¹·t by Cramer's rule, so that a matrix that also scales is understood; the origin if there is no such point. */
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
