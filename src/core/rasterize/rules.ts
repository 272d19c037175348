/**
 * The constants that decide which splat touches which pixel, and how much: those of the reference
 * rasterizer (Kerbl et al. 2023) as FaceLift calls it. The WGSL receives them as pipeline constants,
 * so that each number is written down once.
 */
export const RULES = {
  /** Side of a tile in pixels. A splat is drawn in whole tiles. */
  TILE: 16,
  /** World units: a centre at this depth or nearer is not drawn. */
  NEAR: 0.2,
  /** x/z and y/z are clamped to this many times the half field of view, in the Jacobian only. */
  FRUSTUM_MARGIN: 1.3,
  /** Pixels²: added to both variances on the image (low-pass filter). */
  BLUR: 0.3,
  /** Floor under the root in the larger eigenvalue λ = mid + √max(…, mid² − det), pixels⁴. */
  MIN_SPREAD: 0.1,
  /** The square that chooses tiles reaches this many standard deviations of the longer axis. */
  REACH: 3,
  MAX_ALPHA: 0.99,
  /** A weaker contribution is skipped. */
  MIN_ALPHA: 1 / 255,
  /** The splat that would bring the transmittance below this is not drawn, nor any after it. */
  MIN_TRANSMITTANCE: 1e-4,
} as const;

export const BACKGROUND = { white: 1, black: 0, transparent: 0 } as const;
