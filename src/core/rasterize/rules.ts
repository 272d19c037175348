/**
 * The constants that decide which splat contributes to which pixel, and how much. They are those of the reference
 * rasterizer (Kerbl et al. 2023) as FaceLift calls it. The WGSL receives them as pipeline constants, so that each number
 * is defined only here.
 */
export const RULES = {
  /** Width and height of a tile in pixels. A splat is drawn in whole tiles. */
  TILE: 16,
  /** World units along the viewing axis. A Gaussian whose centre is at this depth or nearer is not drawn. */
  NEAR: 0.2,
  /** x/z and y/z are clamped to this factor times the half field of view, in the Jacobian only. */
  FRUSTUM_MARGIN: 1.3,
  /** Pixels². Added to both variances on the image (low-pass filter). */
  BLUR: 0.3,
  /** Pixels⁴. The minimum of the radicand in the larger eigenvalue, λ = mid + √max(MIN_SPREAD, mid² − det). */
  MIN_SPREAD: 0.1,
  /** Half the width of the square that decides the tiles, in standard deviations of the longer axis. */
  REACH: 3,
  /** Larger alpha is set to this. */
  MAX_ALPHA: 0.99,
  /** A splat contributes nothing to a pixel where its alpha is below this. */
  MIN_ALPHA: 1 / 255,
  /** If a splat would bring a pixel's transmittance below this, neither it nor any later splat is drawn there. */
  MIN_TRANSMITTANCE: 1e-4,
} as const;

/** The value of all three colour channels of a background. */
export const BACKGROUND = { white: 1, black: 0, transparent: 0 } as const;
