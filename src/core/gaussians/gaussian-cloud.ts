/**
 * N anisotropic Gaussians in world space. Values are as networks and 3DGS PLY files have them (Kerbl et al.
 * 2023): before activation and normalisation.
 */
export interface GaussianCloud {
  count: number;
  /** Centres, 3·N. */
  xyz: Float32Array<ArrayBuffer>;
  /** SH degree-0 coefficients, 3·N; colour = max(0, 0.28209479·DC + 0.5). */
  shDc: Float32Array<ArrayBuffer>;
  /** Opacity logits, N; opacity = sigmoid(logit). */
  opacityLogit: Float32Array<ArrayBuffer>;
  /** Natural logarithms of the standard deviations along the Gaussian's own axes (world units), 3·N. */
  logScale: Float32Array<ArrayBuffer>;
  /** Quaternions w x y z, not necessarily normalised, 4·N. */
  rotation: Float32Array<ArrayBuffer>;
  /** Colour that depends on the viewing direction. If it is absent, colours are of degree 0 only. */
  sh?: ShRest;
}

/** The spherical harmonics beyond degree 0, in the order of 3DGS PLY files (`f_rest_*`). */
export interface ShRest {
  degree: 1 | 2 | 3;
  /**
   * Per Gaussian the K = (degree + 1)² − 1 coefficients of red, then of green, then of blue: 3·K·N numbers.
   * Basis and signs are those of Kerbl et al. 2023. The direction is from the camera's centre to the
   * Gaussian's, in the cloud's world.
   */
  rest: Float32Array<ArrayBuffer>;
}

/** Number of coefficients per channel beyond degree 0. */
export const shRestSize = (degree: 0 | 1 | 2 | 3): number => (degree + 1) ** 2 - 1;

/** The SH basis function of degree 0: Y₀₀ = 1 / (2√π). */
export const SH_C0 = 0.28209479177387814;

/** A cloud of `count` Gaussians whose numbers are all 0. */
export const emptyCloud = (count: number): GaussianCloud => ({
  count,
  xyz: new Float32Array(3 * count),
  shDc: new Float32Array(3 * count),
  opacityLogit: new Float32Array(count),
  logScale: new Float32Array(3 * count),
  rotation: new Float32Array(4 * count),
});

/** The Gaussians of `a`, then those of `b`. SH coefficients beyond degree 0 are dropped. */
export function joinClouds(a: GaussianCloud, b: GaussianCloud): GaussianCloud {
  const out = emptyCloud(a.count + b.count);
  for (const key of ['xyz', 'shDc', 'opacityLogit', 'logScale', 'rotation'] as const) {
    out[key].set(a[key]);
    out[key].set(b[key], a[key].length);
  }
  return out;
}
