import type { RgbaImage } from '../image/image.ts';

/** Numbers of one channel, row-major, in double precision. */
export interface Plane {
  width: number;
  height: number;
  data: Float64Array;
}

/** Standard deviation of the window, pixels. */
const SIGMA = 1.5;

/** Weights of the window along one axis: 11 numbers with the sum 1. */
const WEIGHTS = weightsOf(5);

function weightsOf(radius: number): Float64Array {
  const raw = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-0.5 * ((i - radius) / SIGMA) ** 2),
  );
  const sum = raw.reduce((total, value) => total + value, 0);
  return raw.map((value) => value / sum);
}

/** The index that a mirror at both ends of a line gives: −1 is 1, and `length` is `length` − 2. */
const reflected = (at: number, length: number): number => {
  const positive = Math.abs(at);
  return positive < length ? positive : 2 * (length - 1) - positive;
};

/**
 * One channel of a picture in 0…1, with a mirrored border. The outermost pixels are not repeated, as in torch's
 * `reflect`.
 * @param border width of the border, pixels. Less than the picture's width and height
 */
export function mirrored(
  { width, height, data }: RgbaImage,
  channel: number,
  border: number,
): Plane {
  const [outWidth, outHeight] = [width + 2 * border, height + 2 * border];
  const out = new Float64Array(outWidth * outHeight);
  for (let y = 0, to = 0; y < outHeight; y++) {
    const row = reflected(y - border, height) * width;
    for (let x = 0; x < outWidth; x++, to++)
      out[to] = data[4 * (row + reflected(x - border, width)) + channel] / 255;
  }
  return { width: outWidth, height: outHeight, data: out };
}

/** The plane, averaged over the window at each place where the window lies within it: 10 pixels less along each axis. */
export function smooth({ width, height, data }: Plane): Plane {
  const taps = WEIGHTS.length;
  const [outWidth, outHeight] = [width - taps + 1, height - taps + 1];
  const rows = new Float64Array(outWidth * height);
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0, from = y * width; x < outWidth; x++, from++, to++) {
      let sum = 0;
      for (let k = 0; k < taps; k++) sum += WEIGHTS[k] * data[from + k];
      rows[to] = sum;
    }
  const out = new Float64Array(outWidth * outHeight);
  for (let k = 0; k < taps; k++) {
    const weight = WEIGHTS[k];
    for (let i = 0, from = k * outWidth; i < out.length; i++, from++) out[i] += weight * rows[from];
  }
  return { width: outWidth, height: outHeight, data: out };
}
