/**
 * N anisotropic Gaussians in world space, in the units that networks and 3DGS PLY files use
 * (Kerbl et al. 2023): nothing is activated or normalised here.
 */
export interface GaussianCloud {
  count: number;
  /** Centres, 3·N. */
  xyz: Float32Array<ArrayBuffer>;
  /** SH degree-0 coefficients, 3·N; colour = max(0, 0.28209479·DC + 0.5). */
  shDc: Float32Array<ArrayBuffer>;
  /** N; opacity = sigmoid(logit). */
  opacityLogit: Float32Array<ArrayBuffer>;
  /** Natural logarithm of the standard deviations along the own axes, 3·N. */
  logScale: Float32Array<ArrayBuffer>;
  /** Quaternions w x y z, not necessarily normalised, 4·N. */
  rotation: Float32Array<ArrayBuffer>;
  /** Colour that depends on the direction it is seen from; without it degree 0 is all. */
  sh?: ShRest;
}

/** The spherical harmonics beyond degree 0, in the order of 3DGS PLY files (`f_rest_*`). */
export interface ShRest {
  degree: 1 | 2 | 3;
  /**
   * Per Gaussian the K = (degree + 1)² − 1 coefficients of red, then those of green, then of blue: 3·K·N. Basis and
   * signs as in Kerbl et al. 2023; the direction is from the camera's centre to the Gaussian's, in the cloud's world.
   */
  rest: Float32Array<ArrayBuffer>;
}

/** Coefficients per channel beyond degree 0. */
export const shRestSize = (degree: 0 | 1 | 2 | 3): number => (degree + 1) ** 2 - 1;

/** Y₀₀ = 1 / (2√π). */
export const SH_C0 = 0.28209479177387814;

export const emptyCloud = (count: number): GaussianCloud => ({
  count,
  xyz: new Float32Array(3 * count),
  shDc: new Float32Array(3 * count),
  opacityLogit: new Float32Array(count),
  logScale: new Float32Array(3 * count),
  rotation: new Float32Array(4 * count),
});

/** The Gaussians of both, colours of SH degree 0. */
export function joinClouds(a: GaussianCloud, b: GaussianCloud): GaussianCloud {
  const out = emptyCloud(a.count + b.count);
  for (const key of ['xyz', 'shDc', 'opacityLogit', 'logScale', 'rotation'] as const) {
    out[key].set(a[key]);
    out[key].set(b[key], a[key].length);
  }
  return out;
}
