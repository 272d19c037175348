import { boxMean } from './box-mean.ts';
import type { PlanarImage, RgbaImage } from './image.ts';

interface GuidedFilterOptions {
  /** Windows are 2·radius + 1 pixels of the guide wide. */
  radius: number;
  /**
   * Variance of the guide's colours (0…1). In a window with a smaller variance, alpha is smoothed rather than
   * fitted.
   */
  epsilon: number;
}

/**
 * Coefficients of the guided filter with a colour guide (He, Sun & Tang, “Guided Image Filtering”, TPAMI
 * 2013, eq. 19–21). In every window alpha is fitted by a·colour + b (least squares). Per pixel, a and b are
 * the means over all windows that contain the pixel.
 * @param guide 3 planes, 0…1
 * @param input the alpha to fit, row-major, of the guide's size
 * @returns 4 planes of the guide's size: a for red, green and blue, and b
 */
export function guidedCoefficients(
  { width, height, channels, data }: PlanarImage,
  input: Float32Array,
  { radius, epsilon }: GuidedFilterOptions,
): PlanarImage {
  const size = width * height;
  const mean = (plane: Float32Array) => boxMean(plane, width, height, radius);
  const product = (a: Float32Array, b: Float32Array) => mean(a.map((value, i) => value * b[i]));
  const [red, green, blue] = Array.from({ length: channels }, (_, c) =>
    data.subarray(c * size, (c + 1) * size),
  );
  const [mr, mg, mb, mp] = [mean(red), mean(green), mean(blue), mean(input)];
  const [rr, rg, rb] = [product(red, red), product(red, green), product(red, blue)];
  const [gg, gb, bb] = [product(green, green), product(green, blue), product(blue, blue)];
  const [rp, gp, bp] = [product(red, input), product(green, input), product(blue, input)];

  const fits = [0, 1, 2, 3].map(() => new Float32Array(size));
  for (let i = 0; i < size; i++) {
    const [r, g, b] = [mr[i], mg[i], mb[i]];
    // Σ + ε·1, with the covariance matrix Σ of the window's colours, is inverted by cofactors.
    const [s00, s01, s02] = [rr[i] - r * r + epsilon, rg[i] - r * g, rb[i] - r * b];
    const [s11, s12, s22] = [gg[i] - g * g + epsilon, gb[i] - g * b, bb[i] - b * b + epsilon];
    const [c00, c01, c02] = [s11 * s22 - s12 * s12, s02 * s12 - s01 * s22, s01 * s12 - s02 * s11];
    const [c11, c12, c22] = [s00 * s22 - s02 * s02, s01 * s02 - s00 * s12, s00 * s11 - s01 * s01];
    const determinant = s00 * c00 + s01 * c01 + s02 * c02;
    const [v0, v1, v2] = [rp[i] - r * mp[i], gp[i] - g * mp[i], bp[i] - b * mp[i]];
    const a0 = (c00 * v0 + c01 * v1 + c02 * v2) / determinant;
    const a1 = (c01 * v0 + c11 * v1 + c12 * v2) / determinant;
    const a2 = (c02 * v0 + c12 * v1 + c22 * v2) / determinant;
    fits[0][i] = a0;
    fits[1][i] = a1;
    fits[2][i] = a2;
    fits[3][i] = mp[i] - a0 * r - a1 * g - a2 * b;
  }
  const out = new Float32Array(4 * size);
  fits.forEach((fit, c) => out.set(mean(fit), c * size));
  return { width, height, channels: 4, data: out };
}

/**
 * For each target pixel the two source pixels around the target pixel's centre, and the weight of the second.
 */
function taps(target: number, source: number) {
  return Array.from({ length: target }, (_, i) => {
    const at = Math.min(Math.max(((i + 0.5) * source) / target - 0.5, 0), source - 1);
    const low = Math.floor(at);
    return { low, high: Math.min(low + 1, source - 1), weight: at - low };
  });
}

/**
 * The last step of the fast guided filter (He & Sun, arXiv 1505.00996): a·colour + b for every pixel of a
 * picture of any size. The coefficients a and b are interpolated bilinearly. The picture's alpha is ignored.
 * @param coefficients from `guidedCoefficients`
 * @returns row-major, of the picture's size; not clamped
 */
export function applyCoefficients(
  { width, height, data }: PlanarImage,
  image: RgbaImage,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(image.width * image.height);
  const size = width * height;
  const columns = taps(image.width, width);
  // One interpolated line of coefficients, interleaved. Planes of the picture's size would take too much
  // memory.
  const line = new Float32Array(4 * width);
  const { data: rgba } = image;
  let pixel = 0;
  for (const { low, high, weight } of taps(image.height, height)) {
    for (let c = 0; c < 4; c++)
      for (let x = 0; x < width; x++) {
        const upper = data[c * size + low * width + x];
        line[4 * x + c] = upper + (data[c * size + high * width + x] - upper) * weight;
      }
    for (let x = 0; x < image.width; x++, pixel++) {
      const [l, h] = [4 * columns[x].low, 4 * columns[x].high];
      const far = columns[x].weight;
      const near = 1 - far;
      out[pixel] =
        ((line[l] * near + line[h] * far) * rgba[4 * pixel] +
          (line[l + 1] * near + line[h + 1] * far) * rgba[4 * pixel + 1] +
          (line[l + 2] * near + line[h + 2] * far) * rgba[4 * pixel + 2]) /
          255 +
        (line[l + 3] * near + line[h + 3] * far);
    }
  }
  return out;
}
