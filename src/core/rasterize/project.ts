import { shBasis, shSum } from '../gaussians/spherical-harmonics.ts';
import type { PreparedCloud } from './prepare.ts';
import { RULES } from './rules.ts';
import { endTile, firstTile } from './tiles.ts';
import type { View } from './view.ts';

/**
 * Layout of one projected splat in `ProjectedSplats.data`: 15 doubles. The inverse covariance is stored as a Cholesky
 * factor. With d = pixel − centre:
 *   power = −½·(u² + v²),  u = SCALE_U·(d.x − SKEW·d.y),  v = SCALE_V·d.y.
 * This equals −½·dᵀΣ⁻¹d, but does not lose digits if the splat is long and thin.
 */
export const SPLAT = {
  X: 0,
  Y: 1,
  SKEW: 2,
  SCALE_U: 3,
  SCALE_V: 4,
  OPACITY: 5,
  /** World units along the viewing axis. */
  DEPTH: 6,
  RED: 7,
  GREEN: 8,
  BLUE: 9,
  /**
   * The rectangle of the tiles in which the splat is drawn, in pixels, cut to the image. RIGHT and BOTTOM are one
   * past the last pixel.
   */
  LEFT: 10,
  TOP: 11,
  RIGHT: 12,
  BOTTOM: 13,
  /** 2·ln(255·opacity): alpha ≥ 1/255 exactly where u² + v² ≤ this. */
  REACH: 14,
  STRIDE: 15,
} as const;

/** The splats that may touch the image, in the order of the cloud. */
export interface ProjectedSplats {
  count: number;
  /** `SPLAT.STRIDE` numbers per splat. */
  data: Float64Array;
  /** Depths in float32. Splats are drawn in ascending order of depth. */
  depth: Float32Array;
}

/** Buffers for the projection of up to `count` Gaussians. */
export const allocateSplats = (count: number): ProjectedSplats => ({
  count: 0,
  data: new Float64Array(SPLAT.STRIDE * count),
  depth: new Float32Array(count),
});

/** Culls all Gaussians, projects them (EWA splatting, Zwicker et al. 2001) and finds their tiles. Fills `out`. */
export function project(cloud: PreparedCloud, view: View, out: ProjectedSplats): void {
  const { xyz } = cloud;
  const m = view.w2c;
  out.count = 0;
  for (let i = 0; i < cloud.count; i++) {
    if (cloud.opacity[i] < RULES.MIN_ALPHA) continue;
    const px = xyz[3 * i];
    const py = xyz[3 * i + 1];
    const pz = xyz[3 * i + 2];
    const z = m[8] * px + m[9] * py + m[10] * pz + m[11];
    if (z <= RULES.NEAR) continue;
    const x = m[0] * px + m[1] * py + m[2] * pz + m[3];
    const y = m[4] * px + m[5] * py + m[6] * pz + m[7];
    projectOne(cloud, i, view, x, y, z, out);
  }
}

function projectOne(
  cloud: PreparedCloud,
  i: number,
  view: View,
  x: number,
  y: number,
  z: number,
  out: ProjectedSplats,
): void {
  const { axes, opacity } = cloud;
  // Rows of J·W, the derivative of the image point by the world point, in pixels per world unit.
  const m = view.w2c;
  const kx = view.fx / z;
  const ky = view.fy / z;
  const slopeX = Math.min(view.limitX, Math.max(-view.limitX, x / z));
  const slopeY = Math.min(view.limitY, Math.max(-view.limitY, y / z));
  const u0 = kx * (m[0] - slopeX * m[8]);
  const u1 = kx * (m[1] - slopeX * m[9]);
  const u2 = kx * (m[2] - slopeX * m[10]);
  const v0 = ky * (m[4] - slopeY * m[8]);
  const v1 = ky * (m[5] - slopeY * m[9]);
  const v2 = ky * (m[6] - slopeY * m[10]);
  // A = J·W·R·S: its columns are the axes of the Gaussian on the image. Σ = A·Aᵀ + blur·I.
  const s = 9 * i;
  const a0 = u0 * axes[s] + u1 * axes[s + 3] + u2 * axes[s + 6];
  const a1 = u0 * axes[s + 1] + u1 * axes[s + 4] + u2 * axes[s + 7];
  const a2 = u0 * axes[s + 2] + u1 * axes[s + 5] + u2 * axes[s + 8];
  const b0 = v0 * axes[s] + v1 * axes[s + 3] + v2 * axes[s + 6];
  const b1 = v0 * axes[s + 1] + v1 * axes[s + 4] + v2 * axes[s + 7];
  const b2 = v0 * axes[s + 2] + v1 * axes[s + 5] + v2 * axes[s + 8];
  const rawX = a0 * a0 + a1 * a1 + a2 * a2;
  const rawY = b0 * b0 + b1 * b1 + b2 * b2;
  const xy = a0 * b0 + a1 * b1 + a2 * b2;
  const xx = rawX + RULES.BLUR;
  const yy = rawY + RULES.BLUR;
  // det(A·Aᵀ) = |row × row|² is never negative. xx·yy − xy² would lose digits by cancellation.
  const n0 = a1 * b2 - a2 * b1;
  const n1 = a2 * b0 - a0 * b2;
  const n2 = a0 * b1 - a1 * b0;
  const det = n0 * n0 + n1 * n1 + n2 * n2 + RULES.BLUR * (rawX + rawY) + RULES.BLUR * RULES.BLUR;

  const half = (xx - yy) / 2;
  const spread = Math.sqrt(Math.max(RULES.MIN_SPREAD, half * half + xy * xy));
  const radius = Math.ceil(RULES.REACH * Math.sqrt((xx + yy) / 2 + spread));
  const centreX = (view.fx * x) / z + view.cx - 0.5;
  const centreY = (view.fy * y) / z + view.cy - 0.5;
  const left = RULES.TILE * firstTile(centreX, radius, view.tilesX);
  const top = RULES.TILE * firstTile(centreY, radius, view.tilesY);
  const right = Math.min(view.width, RULES.TILE * endTile(centreX, radius, view.tilesX));
  const bottom = Math.min(view.height, RULES.TILE * endTile(centreY, radius, view.tilesY));
  if (left >= right || top >= bottom) return;

  const at = SPLAT.STRIDE * out.count;
  const { data } = out;
  data[at + SPLAT.X] = centreX;
  data[at + SPLAT.Y] = centreY;
  data[at + SPLAT.SKEW] = xy / yy;
  data[at + SPLAT.SCALE_U] = Math.sqrt(yy / det);
  data[at + SPLAT.SCALE_V] = 1 / Math.sqrt(yy);
  data[at + SPLAT.OPACITY] = opacity[i];
  data[at + SPLAT.DEPTH] = z;
  writeColour(cloud, i, view, data, at + SPLAT.RED);
  data[at + SPLAT.LEFT] = left;
  data[at + SPLAT.TOP] = top;
  data[at + SPLAT.RIGHT] = right;
  data[at + SPLAT.BOTTOM] = bottom;
  data[at + SPLAT.REACH] = 2 * Math.log(opacity[i] / RULES.MIN_ALPHA);
  out.depth[out.count++] = z;
}

/** The SH basis for one direction. The array is reused for every Gaussian. */
const basis = new Float64Array(15);

/**
 * Writes the three channels of the colour from the direction of the camera's centre. A channel is at least 0 and has
 * no upper bound.
 */
function writeColour(
  { xyz, colour, sh }: PreparedCloud,
  i: number,
  { eye }: View,
  data: Float64Array,
  at: number,
): void {
  if (sh)
    shBasis(
      sh.degree,
      xyz[3 * i] - eye[0],
      xyz[3 * i + 1] - eye[1],
      xyz[3 * i + 2] - eye[2],
      basis,
    );
  for (const channel of [0, 1, 2] as const) {
    const directional = sh ? shSum(sh, i, channel, basis) : 0;
    data[at + channel] = Math.max(0, colour[3 * i + channel] + directional);
  }
}
