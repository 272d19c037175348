import type { GaussianCloud } from '../gaussians/gaussian-cloud.ts';

/** A cloud that a reconstructor made from square views of `size`² pixels. */
export interface Reconstruction {
  cloud: GaussianCloud;
  /**
   * Per Gaussian the pixel that it was made for: view·size² + row·size + column. −1 if it was made for no
   * pixel.
   */
  pixels: Int32Array;
  size: number;
}
