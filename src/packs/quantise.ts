/** Weights in 8 or 16 bits with one scale per output channel, as `src/graphs/builder.ts` reads them. */

/** `int8` holds 8 bits per weight, `int8x2` 16 in two bytes apart. */
export type Quantisation = 'int8' | 'int8x2';

export interface QuantisedTensor {
  /** One byte per weight: the weight itself, or the upper of two. */
  high: Int8Array<ArrayBuffer>;
  /** Only with `int8x2`. */
  low?: Int8Array<ArrayBuffer>;
  /** One per row. */
  scale: Float32Array<ArrayBuffer>;
}

/** Largest magnitudes: of a byte, and of 256·a + b for bytes a and b. Symmetric, so that zero is zero. */
const LARGEST: Record<Quantisation, number> = { int8: 127, int8x2: 256 * 127 + 127 };

const SMALLEST_NORMAL = 2 ** -126;

/**
 * A tensor of `rows` equal rows: value ≈ high·scale, or (256·high + low)·scale. The error is half a scale at most: 1/254 of the
 * row's largest magnitude with `int8`, 1/65278 with `int8x2` (float16 has 1/2048 of each value).
 * @param values row-major and finite, their number a multiple of `rows`
 */
export function quantise(values: Float32Array, rows: number, kind: Quantisation): QuantisedTensor {
  const width = values.length / rows;
  const scale = new Float32Array(rows);
  const high = new Int8Array(values.length);
  const low = kind === 'int8x2' ? new Int8Array(values.length) : undefined;
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * width, (row + 1) * width];
    let largest = 0;
    for (let i = from; i < to; i++) largest = Math.max(largest, Math.abs(values[i]));
    // GPUs flush subnormals: a row of nothing larger is a row of zeros.
    const step = largest / LARGEST[kind];
    scale[row] = step < SMALLEST_NORMAL ? 1 : step;
    for (let i = from; i < to; i++) {
      const whole = Math.round(values[i] / scale[row]);
      if (low) {
        high[i] = (whole + 128) >> 8;
        low[i] = whole - 256 * high[i];
      } else high[i] = whole;
    }
  }
  return { high, low, scale };
}
