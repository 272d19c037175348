import type { Camera } from '../camera.ts';
import { AppError } from '../errors.ts';
import { RULES } from './rules.ts';

/** A checked camera with what the projection and the tiles need besides. */
export interface View extends Camera {
  tilesX: number;
  tilesY: number;
  /** Largest |x/z| and |y/z| in the Jacobian. */
  limitX: number;
  limitY: number;
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
  };
}
