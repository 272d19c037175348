import type { RgbaImage } from './image.ts';
import { FIRST_TAP, roundEven, TAPS, weightsAt, type OpenCvKernel } from './opencv-taps.ts';

/** The integer weights of one axis sum to about this (INTER_RESIZE_COEF_SCALE). */
const ONE = 2048;

/** A part of a picture, pixels. */
export interface Part {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** For each output pixel of one axis: the `TAPS` input pixels, and their integer weights. */
interface AxisTaps {
  at: Int32Array;
  weights: Int32Array;
}

/** Positions beyond the border are those of the border's pixels. */
function tapsOf(
  kernel: OpenCvKernel,
  inSize: number,
  outSize: number,
  from: number,
  count: number,
): AxisTaps {
  const n = TAPS[kernel];
  const at = new Int32Array(n * count);
  const weights = new Int32Array(n * count);
  for (let i = 0; i < count; i++) {
    const position = Math.fround(((from + i + 0.5) * inSize) / outSize - 0.5);
    const low = Math.floor(position);
    weightsAt(kernel, Math.fround(position - low)).forEach((weight, k) => {
      weights[n * i + k] = roundEven(weight * ONE);
      at[n * i + k] = Math.min(Math.max(low + FIRST_TAP[kernel] + k, 0), inSize - 1);
    });
  }
  return { at, weights };
}

/**
 * A part of the resized picture. The bytes equal those of `cv2.resize` of OpenCV for 8-bit pictures with INTER_LANCZOS4;
 * with INTER_LINEAR they differ by one level at most. Shrinking does not average. Each of the four channels is
 * interpolated by itself, so alpha must not be premultiplied.
 * @param size of the whole resized picture, pixels
 * @param part of it that is returned
 */
export function resizeOpenCv(
  { width, height, data }: RgbaImage,
  size: { width: number; height: number },
  part: Part,
  kernel: OpenCvKernel,
): RgbaImage {
  const n = TAPS[kernel];
  const columns = tapsOf(kernel, width, size.width, part.x, part.width);
  const rows = tapsOf(kernel, height, size.height, part.y, part.height);
  const line = 4 * part.width;
  // Only the rows that the next output row needs are kept.
  const lines = new Map<number, Int32Array>();
  const lineOf = (row: number): Int32Array => {
    let sums = lines.get(row);
    if (sums) return sums;
    sums = new Int32Array(line);
    for (let i = 0, to = 0; i < n * part.width; i += n, to += 4)
      for (let k = i; k < i + n; k++) {
        const from = 4 * (row * width + columns.at[k]);
        for (let c = 0; c < 4; c++) sums[to + c] += columns.weights[k] * data[from + c];
      }
    lines.set(row, sums);
    return sums;
  };
  const out = new Uint8ClampedArray(line * part.height);
  const sums = new Float64Array(line);
  for (let i = 0; i < part.height; i++) {
    for (const row of lines.keys()) if (row < rows.at[n * i]) lines.delete(row);
    sums.fill((ONE * ONE) / 2);
    for (let k = n * i; k < n * (i + 1); k++) {
      const from = lineOf(rows.at[k]);
      for (let j = 0; j < line; j++) sums[j] += rows.weights[k] * from[j];
    }
    for (let j = 0; j < line; j++) out[i * line + j] = Math.floor(sums[j] / (ONE * ONE));
  }
  return { width: part.width, height: part.height, data: out };
}
