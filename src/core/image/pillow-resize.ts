/** 8-bit pixels, interleaved, row-major. */
export interface Pixels {
  width: number;
  height: number;
  /** The bytes of the pixels. A pixel may have any number of bytes. */
  data: Uint8Array | Uint8ClampedArray;
}

type PillowFilter = 'bicubic' | 'lanczos';

interface Kernel {
  /** Half width of the kernel in pixels, at scale one. */
  support: number;
  at: (distance: number) => number;
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

const KERNELS: Readonly<Record<PillowFilter, Kernel>> = {
  /** Keys' kernel, a = −½. */
  bicubic: {
    support: 2,
    at: (distance) => {
      const x = Math.abs(distance);
      if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
      return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    },
  },
  lanczos: { support: 3, at: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/** Number of fractional bits of the integer weights, as in Pillow for 8-bit images. */
const BITS = 22;
const HALF = 1 << (BITS - 1);

/** Resampling of one axis: output i = Σₖ weights[i·width + k] · input[first[i] + k] / 2²², for k < count[i]. */
interface FixedPointTaps {
  first: Int32Array;
  count: Int32Array;
  width: number;
  weights: Int32Array;
}

/**
 * The weights of one axis. For shrinking, the kernel is widened by the scale (antialiasing). At the borders
 * the kernel is cut off. The sum of the remaining weights is normalised to one.
 */
function tapsOf(inSize: number, outSize: number, { support, at }: Kernel): FixedPointTaps {
  const scale = inSize / outSize;
  const stretch = Math.max(scale, 1);
  const reach = support * stretch;
  const width = 2 * Math.ceil(reach) + 1;
  const first = new Int32Array(outSize);
  const count = new Int32Array(outSize);
  const weights = new Int32Array(outSize * width);
  for (let i = 0; i < outSize; i++) {
    const centre = (i + 0.5) * scale;
    const start = Math.max(Math.trunc(centre - reach + 0.5), 0);
    const end = Math.min(Math.trunc(centre + reach + 0.5), inSize);
    const values = Array.from({ length: end - start }, (_, k) =>
      at((start + k - centre + 0.5) * (1 / stretch)),
    );
    const sum = values.reduce((a, b) => a + b, 0);
    first[i] = start;
    count[i] = values.length;
    values.forEach((value, k) => {
      const weight = (value / sum) * 2 ** BITS;
      weights[i * width + k] = Math.trunc(weight + (weight < 0 ? -0.5 : 0.5));
    });
  }
  return { first, count, width, weights };
}

/** Resamples the rows of the first `channels` bytes of every pixel. */
function alongRows({ width, height, data }: Pixels, channels: number, taps: FixedPointTaps) {
  const stride = data.length / (width * height);
  const outWidth = taps.first.length;
  const out = new Uint8ClampedArray(height * outWidth * channels);
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < outWidth; x++)
      for (let c = 0; c < channels; c++, to++) {
        const end = x * taps.width + taps.count[x];
        let from = (y * width + taps.first[x]) * stride + c;
        let sum = HALF;
        for (let k = x * taps.width; k < end; k++, from += stride)
          sum += taps.weights[k] * data[from];
        out[to] = sum >> BITS;
      }
  return out;
}

/** Resamples the columns. `line` is the number of samples per row. */
function alongColumns(data: Uint8ClampedArray, line: number, taps: FixedPointTaps) {
  const outHeight = taps.first.length;
  const out = new Uint8ClampedArray(outHeight * line);
  const sums = new Int32Array(line);
  for (let y = 0; y < outHeight; y++) {
    sums.fill(HALF);
    for (let k = 0; k < taps.count[y]; k++) {
      const weight = taps.weights[y * taps.width + k];
      const from = (taps.first[y] + k) * line;
      for (let i = 0; i < line; i++) sums[i] += weight * data[from + i];
    }
    for (let i = 0; i < line; i++) out[y * line + i] = sums[i] >> BITS;
  }
  return out;
}

/**
 * Resizes 8-bit images. The bytes equal those of Pillow's `Image.resize`. Rows are resampled first, then
 * columns; both results are rounded to 8 bits. For the networks of this project use `resize.ts`, which
 * averages areas.
 *
 * @param channels number of leading bytes of each pixel to use; 3 for an RGBA image is the same as Pillow's
 *   `convert('RGB')`
 * @returns interleaved, `channels`·`width`·`height` bytes
 */
export function pillowResize(
  image: Pixels,
  width: number,
  height: number,
  filter: PillowFilter,
  channels: number,
): Uint8ClampedArray<ArrayBuffer> {
  const kernel = KERNELS[filter];
  const rows = alongRows(image, channels, tapsOf(image.width, width, kernel));
  return alongColumns(rows, width * channels, tapsOf(image.height, height, kernel));
}
