/**
 * Coefficients of lens distortion in OpenCV's order: k1 k2 p1 p2 k3 k4 k5 k6. Those that are missing are 0.
 * Points are normalised image coordinates: (u − cx) / fx and (v − cy) / fy, without unit.
 */
export type Distortion = readonly number[];

type Point = [x: number, y: number];

/** Largest distance of a solution from the given point, in units of the focal length: 1e-9 px at 1000 px. */
const EXACT = 1e-12;

/** Newton's method needs about five iterations. */
const MAX_ITERATIONS = 30;

/** Number of steps from the middle of the picture to a point. Lenses of rigs bend less than once on this way. */
const STEPS = 32;

/** A distorted point with the derivatives of its coordinates. The matrix of derivatives is symmetric. */
interface Bent {
  at: Point;
  /** ∂x'/∂x, ∂x'/∂y = ∂y'/∂x, ∂y'/∂y. */
  xx: number;
  xy: number;
  yy: number;
  /** Whether the lens maps the surroundings of the point without turning them over. */
  isUpright: boolean;
}

/**
 * OpenCV's rational model with its derivatives.
 * Formula: https://docs.opencv.org/4.x/d9/d0c/group__calib3d.html, "Detailed Description".
 */
function bend(coefficients: Distortion, x: number, y: number): Bent {
  const [k1 = 0, k2 = 0, p1 = 0, p2 = 0, k3 = 0, k4 = 0, k5 = 0, k6 = 0] = coefficients;
  const r2 = x * x + y * y;
  const above = 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
  const below = 1 + r2 * (k4 + r2 * (k5 + r2 * k6));
  const radial = above / below;
  const slope =
    (k1 + r2 * (2 * k2 + 3 * r2 * k3) - radial * (k4 + r2 * (2 * k5 + 3 * r2 * k6))) / below;
  const xx = radial + 2 * x * x * slope + 2 * p1 * y + 6 * p2 * x;
  const yy = radial + 2 * y * y * slope + 6 * p1 * y + 2 * p2 * x;
  const xy = 2 * (x * y * slope + p1 * x + p2 * y);
  return {
    at: [
      x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x),
      y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y,
    ],
    ...{ xx, xy, yy },
    isUpright: below > 0 && radial > 0 && xx * yy - xy * xy > 0,
  };
}

/** Where a lens draws the point that a lens without distortion would draw at x, y. */
export const distort = (coefficients: Distortion, x: number, y: number): Point =>
  bend(coefficients, x, y).at;

/**
 * Whether the model of a lens is one-to-one from the middle of the picture to this undistorted point. Polynomials turn
 * back far outside the points with which they were fitted. There `distort` names a pixel that shows something else.
 */
export function isOneToOne(coefficients: Distortion, x: number, y: number): boolean {
  for (let step = 1; step <= STEPS; step++) {
    const part = step / STEPS;
    if (!bend(coefficients, part * x, part * y).isUpright) return false;
  }
  return true;
}

/** The undistorted point by Newton's method from a first guess. Null if it does not converge. */
function solve(coefficients: Distortion, [x, y]: Point, guess: Point): Point | null {
  let [u, v] = guess;
  for (let i = 0; i < MAX_ITERATIONS; i++) {
    const { at, xx, xy, yy } = bend(coefficients, u, v);
    const [dx, dy] = [at[0] - x, at[1] - y];
    if (Math.hypot(dx, dy) <= EXACT) return [u, v];
    const det = xx * yy - xy * xy;
    u -= (yy * dx - xy * dy) / det;
    v -= (xx * dy - xy * dx) / det;
    if (!Number.isFinite(u) || !Number.isFinite(v)) return null;
  }
  return null;
}

/**
 * The inverse of `distort`: the point that a lens without distortion would draw where this lens draws x, y.
 * @returns null if no point between the middle and the first fold of the model is drawn there
 */
export function undistort(coefficients: Distortion, x: number, y: number): Point | null {
  const isRight = (point: Point | null): point is Point =>
    point !== null && isOneToOne(coefficients, ...point);
  const direct = solve(coefficients, [x, y], [x, y]);
  if (isRight(direct)) return direct;
  // Newton's method jumps over folds if it starts far away. In small steps from the middle it does not.
  let point: Point = [0, 0];
  for (let step = 1; step <= STEPS; step++) {
    const part = step / STEPS;
    const next = solve(coefficients, [part * x, part * y], point);
    if (!next) return null;
    point = next;
  }
  return isRight(point) ? point : null;
}
