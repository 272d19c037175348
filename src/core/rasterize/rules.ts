import type { RenderOptions, Rgb } from './types.ts';

/**
 * The constants that decide which splat contributes to which pixel, and how much. FaceLift calls the reference
 * rasterizer (Kerbl et al. 2023) with the same constants. The WGSL receives them as pipeline constants, so that each
 * number is defined only here.
 */
export const RULES = {
  /** Width and height of a tile in pixels. A splat is drawn in whole tiles. */
  TILE: 16,
  /** Depth along the viewing axis, world units. A Gaussian whose centre is at this depth or nearer is not drawn. */
  NEAR: 0.2,
  /** x/z and y/z are clamped to this factor times the half field of view, in the Jacobian only. */
  FRUSTUM_MARGIN: 1.3,
  /** Pixels². A low-pass filter: this is added to both variances of a splat on the image. */
  BLUR: 0.3,
  /** Pixels⁴. The minimum of the radicand in the larger eigenvalue, λ = mid + √max(MIN_SPREAD, mid² − det). */
  MIN_SPREAD: 0.1,
  /**
   * A splat is drawn only in the tiles that a square around its centre reaches. This is half the width of the square,
   * in standard deviations of the splat's longer axis.
   */
  REACH: 3,
  /** The maximum of alpha. Larger values are set to this. */
  MAX_ALPHA: 0.99,
  /** A splat contributes nothing to a pixel where its alpha is below this. */
  MIN_ALPHA: 1 / 255,
  /**
   * The first splat that would bring a pixel's transmittance below this closes the pixel. Neither this splat nor any
   * later one is drawn there.
   */
  MIN_TRANSMITTANCE: 1e-4,
} as const;

/** The value of all three colour channels of a background. */
export const BACKGROUND = { white: 1, black: 0, transparent: 0 } as const;

/** The colour that a background adds where nothing covers it. */
export function lightOf(background: RenderOptions['background']): Rgb {
  if (typeof background !== 'string') return background;
  const level = BACKGROUND[background];
  return [level, level, level];
}
