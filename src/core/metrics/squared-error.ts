import type { RgbaImage } from '../image/image.ts';

/** A sum of squared errors of colours in 0…1. Sums of several pictures can be added. */
export interface ErrorSum {
  sum: number;
  /** How many colours were added: three per pixel. */
  count: number;
}

/**
 * The squared errors of the colours of two pictures of the same size. Alpha is ignored.
 * @param mask W·H: 1 for each pixel that counts, else 0. Without it all pixels count
 */
export function squaredError(a: RgbaImage, b: RgbaImage, mask?: Uint8Array): ErrorSum {
  let sum = 0;
  let pixels = 0;
  for (let p = 0, i = 0; i < a.data.length; p++, i += 4) {
    if (mask && !mask[p]) continue;
    const red = a.data[i] - b.data[i];
    const green = a.data[i + 1] - b.data[i + 1];
    const blue = a.data[i + 2] - b.data[i + 2];
    sum += red * red + green * green + blue * blue;
    pixels += 1;
  }
  return { sum: sum / 255 ** 2, count: 3 * pixels };
}

/** The sum of several sums. */
export const addErrors = (parts: readonly ErrorSum[]): ErrorSum => ({
  sum: parts.reduce((total, { sum }) => total + sum, 0),
  count: parts.reduce((total, { count }) => total + count, 0),
});

/**
 * Peak signal-to-noise ratio in dB: −10 · log₁₀ of the mean squared error, with a peak of 1. Infinity if the pictures
 * are equal. Null if no pixel was compared.
 */
export const psnrOf = ({ sum, count }: ErrorSum): number | null =>
  count === 0 ? null : -10 * Math.log10(sum / count);
