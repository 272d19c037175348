/**
 * N anisotropic Gaussians in world space. Values are those of networks and of 3DGS PLY files (Kerbl et al.
 * 2023). Opacities are logits, scales are logarithms, and quaternions need not be normalised.
 */
export interface GaussianCloud {
  count: number;
  /** Centres, 3·N. */
  xyz: Float32Array<ArrayBuffer>;
  /** SH coefficients of degree 0, 3·N; colour = max(0, 0.28209479·DC + 0.5). */
  shDc: Float32Array<ArrayBuffer>;
  /** Opacity logits, N; opacity = sigmoid(logit). */
  opacityLogit: Float32Array<ArrayBuffer>;
  /**
   * Natural logarithms of the standard deviations along the three axes of the Gaussian (world units), 3·N.
   */
  logScale: Float32Array<ArrayBuffer>;
  /** Quaternions w x y z, not necessarily normalised, 4·N. */
  rotation: Float32Array<ArrayBuffer>;
  /**
   * The part of the colour that depends on the viewing direction. If this is absent, the colours have SH
   * degree 0.
   */
  sh?: ShRest;
}

/** The SH coefficients above degree 0, in the order of 3DGS PLY files (`f_rest_*`). */
export interface ShRest {
  degree: 1 | 2 | 3;
  /**
   * 3·K·N numbers, with K = (degree + 1)² − 1. Each Gaussian has K coefficients for red, then K for green,
   * then K for blue. Basis and signs are those of Kerbl et al. 2023. The direction is from the camera's
   * centre to the Gaussian's centre, in the cloud's coordinate system.
   */
  rest: Float32Array<ArrayBuffer>;
}

/** Number of SH coefficients above degree 0, per channel. */
export const shRestSize = (degree: 0 | 1 | 2 | 3): number => (degree + 1) ** 2 - 1;

/** Value of the SH basis function of degree 0: Y₀₀ = 1 / (2√π). */
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

/** The Gaussians of `a`, then those of `b`. SH coefficients above degree 0 are dropped. */
export function joinClouds(a: GaussianCloud, b: GaussianCloud): GaussianCloud {
  const out = emptyCloud(a.count + b.count);
  for (const key of ['xyz', 'shDc', 'opacityLogit', 'logScale', 'rotation'] as const) {
    out[key].set(a[key]);
    out[key].set(b[key], a[key].length);
  }
  return out;
}
