import type { RgbaImage } from './image.ts';
import { FIRST_TAP, roundEven, TAPS, weightsAt, type OpenCvKernel } from './opencv-taps.ts';

/** A scaling and a shift between pixel indices: output = input · scale + offset. Pixel centres are at integers. */
export interface IndexMap {
  scale: number;
  /** x, y. */
  offset: readonly [number, number];
}

/** Positions are rounded to 1/32 of a pixel (INTER_BITS). */
const STEPS = 32;

/** Positions are computed in 1/1024 of a pixel (AB_BITS). */
const FINE = 1024;

/** The integer weights of a pixel sum to this (INTER_REMAP_COEF_SCALE). */
const ONE = 32_768;

/**
 * Integer weights for all positions between pixels: entry ((fy·32 + fx)·n + row)·n + column, with n = `TAPS`. As in
 * OpenCV they have 16 bits, and what rounding changes in the sum is corrected in the largest or the smallest weight of
 * the four after the middle.
 */
function makeTable(kernel: OpenCvKernel): Int32Array {
  const n = TAPS[kernel];
  const single = Array.from({ length: STEPS }, (_, i) => weightsAt(kernel, i / STEPS));
  const table = new Int32Array(STEPS * STEPS * n * n);
  for (let at = 0, i = 0; i < STEPS; i++)
    for (let j = 0; j < STEPS; j++, at += n * n) {
      let sum = 0;
      for (let k = 0; k < n * n; k++) {
        const weight = Math.fround(single[i][Math.floor(k / n)] * single[j][k % n]) * ONE;
        sum += table[at + k] = Math.min(roundEven(weight), ONE - 1);
      }
      if (sum === ONE) continue;
      const middle = [0, 1, n, n + 1].map((k) => at + (n / 2) * (n + 1) + k);
      const isBetter = (a: number, b: number) =>
        sum < ONE ? table[a] > table[b] : table[a] < table[b];
      table[middle.reduce((best, each) => (isBetter(each, best) ? each : best))] -= sum - ONE;
    }
  return table;
}

const tables = new Map<OpenCvKernel, Int32Array>();

function tableOf(kernel: OpenCvKernel): Int32Array {
  const table = tables.get(kernel) ?? makeTable(kernel);
  tables.set(kernel, table);
  return table;
}

/** For each output pixel of one axis the position in the input, in 1/32 of a pixel. */
function positions(scale: number, offset: number, size: number, isRow: boolean): Int32Array {
  // In the order in which OpenCV inverts the matrix.
  const step = scale * (1 / (scale * scale));
  const start = -step * offset;
  const half = FINE / STEPS / 2;
  return Int32Array.from({ length: size }, (_, i) => {
    // OpenCV rounds both parts of a column's position, and the sum of a row's.
    const fine = isRow
      ? roundEven((step * i + start) * FINE)
      : roundEven(start * FINE) + roundEven(step * i * FINE);
    return Math.floor(((fine + half) * STEPS) / FINE);
  });
}

/** The smallest box with all pixels that differ from a colour: first and end of the columns, first and end of the rows. */
function boxWithout({ width, height, data }: RgbaImage, [r, g, b, a]: readonly number[]) {
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 4) {
      if (data[at] === r && data[at + 1] === g && data[at + 2] === b && data[at + 3] === a)
        continue;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      if (y < top) top = y;
      bottom = y + 1;
    }
  return { left, right, top, bottom };
}

/**
 * Scales and shifts a picture. The bytes equal those of `cv2.warpAffine` of OpenCV 4 for 8-bit pictures: positions and
 * weights are the same integers. OpenCV 5 does the same for `lanczos4`; its linear weights are not rounded. Each of the
 * four channels is interpolated by itself, so alpha must not be premultiplied. `cv2.warpAffine` takes INTER_AREA as
 * INTER_LINEAR.
 * @param size side of the output, pixels
 * @param beyond the four values outside the picture (BORDER_CONSTANT), 0…255
 */
export function warpOpenCv(
  image: RgbaImage,
  { scale, offset }: IndexMap,
  size: number,
  beyond: readonly number[],
  kernel: OpenCvKernel,
): RgbaImage {
  const { width, data } = image;
  const n = TAPS[kernel];
  const table = tableOf(kernel);
  // Pixels of the colour outside add nothing. In most pictures of a mouse that is nearly all of them.
  const { left: x0, right: x1, top: y0, bottom: y1 } = boxWithout(image, beyond);
  // The matrix is float32.
  const [factor, left, top] = [scale, ...offset].map(Math.fround);
  const columns = positions(factor, left, size, false);
  const rows = positions(factor, top, size, true);
  const out = new Uint8ClampedArray(4 * size * size);
  const [red, green, blue, alpha] = beyond;
  for (let i = 0, to = 0; i < size; i++) {
    const y = (rows[i] >> 5) + FIRST_TAP[kernel];
    const [firstRow, endRow] = [Math.max(0, y0 - y), Math.min(n, y1 - y)];
    const rowWeights = (rows[i] & 31) * STEPS;
    for (let j = 0; j < size; j++, to += 4) {
      const x = (columns[j] >> 5) + FIRST_TAP[kernel];
      const [first, end] = [Math.max(0, x0 - x), Math.min(n, x1 - x)];
      if (firstRow >= endRow || first >= end) {
        out.set(beyond, to);
        continue;
      }
      const weights = (rowWeights + (columns[j] & 31)) * n * n;
      // The weights sum to ONE, so only differences from the colour outside are added.
      let [r, g, b, a] = [0, 0, 0, 0];
      for (let row = firstRow; row < endRow; row++) {
        let from = 4 * ((y + row) * width + x + first);
        for (let k = first; k < end; k++, from += 4) {
          const weight = table[weights + row * n + k];
          r += weight * (data[from] - red);
          g += weight * (data[from + 1] - green);
          b += weight * (data[from + 2] - blue);
          a += weight * (data[from + 3] - alpha);
        }
      }
      out[to] = red + ((r + ONE / 2) >> 15);
      out[to + 1] = green + ((g + ONE / 2) >> 15);
      out[to + 2] = blue + ((b + ONE / 2) >> 15);
      out[to + 3] = alpha + ((a + ONE / 2) >> 15);
    }
  }
  return { width: size, height: size, data: out };
}
