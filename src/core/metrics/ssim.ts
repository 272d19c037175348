import type { RgbaImage } from '../image/image.ts';
import { mirrored, smooth, type Plane } from './gaussian-window.ts';

/** Constants of SSIM for colours in 0…1: K₁ = 0.01 and K₂ = 0.03, squared. */
const C1 = 0.01 ** 2;
const C2 = 0.03 ** 2;

/** Pixels from the border at which the window lies within the picture. */
const RADIUS = 5;

/** Least width and height of a picture, pixels: that of the window. */
const LEAST_SIDE = 2 * RADIUS + 1;

/** Structural similarity of two pictures, at most 1. Equal pictures have 1. */
export interface Ssim {
  /** Mean over all pixels. Beyond the border the picture is mirrored. Equals torchmetrics. */
  all: number;
  /** Mean over the pixels that are 5 or more from the border. Equals scikit-image. */
  inner: number;
}

/**
 * SSIM of Wang et al. 2004 ("Image quality assessment: from error visibility to structural similarity"). The window is
 * a Gaussian of 11 × 11 pixels with σ = 1.5, the range is 1, covariances are those of the population. Channels are
 * averaged; alpha is ignored.
 *
 * `all` equals torchmetrics' `structural_similarity_index_measure` with `data_range=1`. `inner` equals scikit-image's
 * `structural_similarity` with `gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=1`. The maps
 * of both are equal away from the border: scikit-image only leaves the border out of the mean.
 *
 * @param a, b pictures of the same size
 * @returns null if the pictures are narrower or lower than the window
 */
export function ssim(a: RgbaImage, b: RgbaImage): Ssim | null {
  const { width, height } = a;
  if (Math.min(width, height) < LEAST_SIDE) return null;
  let [all, inner] = [0, 0];
  for (let channel = 0; channel < 3; channel++) {
    const sums = ofChannel(a, b, channel);
    all += sums.all;
    inner += sums.inner;
  }
  const innerCount = 3 * (width - 2 * RADIUS) * (height - 2 * RADIUS);
  return { all: all / (3 * width * height), inner: inner / innerCount };
}

/** Sums of the SSIM of one channel over the pixels of a picture. */
function ofChannel(a: RgbaImage, b: RgbaImage, channel: number): Ssim {
  const x = mirrored(a, channel, RADIUS);
  const y = mirrored(b, channel, RADIUS);
  const product = (one: Plane, other: Plane): Plane => ({
    ...one,
    data: one.data.map((value, i) => value * other.data[i]),
  });
  const [meanX, meanY] = [smooth(x).data, smooth(y).data];
  const [xx, yy] = [smooth(product(x, x)).data, smooth(product(y, y)).data];
  const xy = smooth(product(x, y)).data;
  const { width, height } = a;
  const isInner = (at: number, length: number) => at >= RADIUS && at < length - RADIUS;
  let [all, inner] = [0, 0];
  for (let row = 0, i = 0; row < height; row++)
    for (let column = 0; column < width; column++, i++) {
      const both = meanX[i] * meanY[i];
      const squares = meanX[i] * meanX[i] + meanY[i] * meanY[i];
      // Rounding can make a variance negative. Torchmetrics sets it to 0.
      const variances =
        Math.max(xx[i] - meanX[i] * meanX[i], 0) + Math.max(yy[i] - meanY[i] * meanY[i], 0);
      const value =
        ((2 * both + C1) * (2 * (xy[i] - both) + C2)) / ((squares + C1) * (variances + C2));
      all += value;
      if (isInner(row, height) && isInner(column, width)) inner += value;
    }
  return { all, inner };
}
