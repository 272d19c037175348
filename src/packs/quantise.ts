/**
 * Quantisation of weights to 8 or 16 bits with one scale per output channel, as `src/graphs/builder.ts` reads
 * them.
 */

/** `int8` has 8 bits per weight. `int8x2` has 16 bits per weight, in two separate arrays of bytes. */
export type Quantisation = 'int8' | 'int8x2';

/** A quantised tensor. */
interface QuantisedTensor {
  /** One byte per weight. With `int8` it is the whole integer, with `int8x2` its upper byte. */
  high: Int8Array<ArrayBuffer>;
  /** The lower byte of each integer. Only with `int8x2`. */
  low?: Int8Array<ArrayBuffer>;
  /** One scale per row. */
  scale: Float32Array<ArrayBuffer>;
}

/**
 * Largest magnitude of the integers: of one byte, and of 256·a + b for two bytes a and b. The range is symmetric, so
 * that zero stays zero.
 */
const LARGEST: Record<Quantisation, number> = { int8: 127, int8x2: 256 * 127 + 127 };

/** Smallest normal float32. */
const SMALLEST_NORMAL = 2 ** -126;

/**
 * Quantises a tensor of `rows` rows of equal length: value ≈ high·scale, or (256·high + low)·scale. The error is at most
 * half a scale. This is 1/254 of the row's largest magnitude with `int8`, and 1/65278 with `int8x2`. (The error of
 * float16 is at most 1/2048 of each value.)
 * @param values finite numbers, row-major; the length is a multiple of `rows`
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
    // GPUs flush subnormal numbers to zero, so a row with a subnormal scale becomes a row of zeros.
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
