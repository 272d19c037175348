import type { RgbaImage } from '../../../core/image/image.ts';

/** The samples of a picture before they are reduced to 8 bits. */
export interface Samples {
  width: number;
  height: number;
  /** 1: grey; 2: grey and alpha; 3: RGB; 4: RGB and alpha. */
  channels: 1 | 2 | 3 | 4;
  /** Interleaved, row-major. NaN counts as 0. */
  data: ArrayLike<number>;
  /** The sample value of white, and of alpha 1. Black is 0. */
  white: number;
}

/** A picture of 8 bits, and whether its range was stretched. */
export interface Levels {
  image: RgbaImage;
  stretched: boolean;
}

/** Samples above this value are more than 8 bits deep. */
const BYTE = 255;

/**
 * Largest fraction of white that the samples may reach for the range to count as unused. A quarter: a camera of up to
 * 14 bits wrote 16-bit samples without shifting them.
 */
const MAX_UNUSED = 1 / 4;

/** Fraction of the samples that may be brighter. Defective pixels and burnt-in marks are white in dark pictures, too. */
const OUTLIERS = 1e-4;

/**
 * The value that at most `OUTLIERS` of the colour samples exceed, for values 0…65535. For larger values, the largest.
 */
function topOf({ data, channels, white }: Samples): number {
  const colours = channels < 3 ? 1 : 3;
  const counts = white <= 65535 ? new Uint32Array(65536) : null;
  let largest = 0;
  for (let at = 0; at < data.length; at += channels)
    for (let c = 0; c < colours; c++) {
      const value = data[at + c];
      if (value > largest) largest = value;
      if (counts) counts[Math.min(65535, Math.max(0, value | 0))] += 1;
    }
  if (!counts) return largest;
  let allowed = OUTLIERS * (data.length / channels) * colours;
  let top = Math.min(65535, Math.ceil(largest));
  while (top > 0 && counts[top] <= allowed) allowed -= counts[top--];
  return top;
}

/** The largest number of whole bits, 2ⁿ − 1, that is not below `value`; at least 255. */
const wholeBits = (value: number) => 2 ** Math.max(8, Math.ceil(Math.log2(value + 1))) - 1;

/**
 * The value of white that the samples suggest. It is the stated one, unless the samples leave most of that range unused.
 * A camera of 10 or 12 bits often writes 16-bit files without shifting its values.
 */
export function usedWhite(samples: Samples): number {
  const { white } = samples;
  if (white <= BYTE) return white;
  const top = topOf(samples);
  return top > 0 && top <= MAX_UNUSED * white ? Math.min(white, wholeBits(top)) : white;
}

/** Reduces samples to 8-bit RGBA. The range is stretched if `usedWhite` is below the stated white. */
export function toLevels(samples: Samples): Levels {
  const { width, height, channels, data, white } = samples;
  const used = usedWhite(samples);
  const out = new Uint8ClampedArray(4 * width * height);
  const colour = channels < 3 ? [0, 0, 0] : [0, 1, 2];
  const hasAlpha = channels % 2 === 0;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = channels * pixel;
    for (let c = 0; c < 3; c++) out[4 * pixel + c] = (BYTE * data[from + colour[c]]) / used;
    out[4 * pixel + 3] = hasAlpha ? (BYTE * data[from + channels - 1]) / white : BYTE;
  }
  return { image: { width, height, data: out }, stretched: used !== white };
}
