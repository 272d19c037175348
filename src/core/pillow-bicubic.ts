import type { RgbaImage } from './image.ts';

/** Weights are integers of this many fractional bits, as Pillow has them for 8-bit images. */
const ONE = 2 ** 22;

/** One output sample: Σₖ weights[k] · input[first + k] / 2²². */
interface Tap {
  first: number;
  weights: readonly number[];
}

/** Keys' cubic kernel, a = −½. */
const cubic = (distance: number): number => {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? -0.5 * (((x - 5) * x + 8) * x - 4) : 0;
};

/** The kernel widens with the shrinking (antialiasing); at the borders it is cut and made to sum to one. */
const tapsOf = (inSize: number, outSize: number): Tap[] => {
  const scale = inSize / outSize;
  const stretch = Math.max(scale, 1);
  return Array.from({ length: outSize }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const first = Math.max(Math.trunc(centre - 2 * stretch + 0.5), 0);
    const end = Math.min(Math.trunc(centre + 2 * stretch + 0.5), inSize);
    const inverse = 1 / stretch;
    const weights = Array.from({ length: end - first }, (_, k) =>
      cubic((first + k - centre + 0.5) * inverse),
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    const rounded = (weight: number) =>
      Math.trunc((weight / sum) * ONE + (weight / sum < 0 ? -0.5 : 0.5));
    return { first, weights: weights.map(rounded) };
  });
};

/** The rows of an image with interleaved RGB, `taps.length` pixels each. */
const resampleRows = (
  { data, width, height }: { data: ArrayLike<number>; width: number; height: number },
  channels: number,
  taps: readonly Tap[],
): Uint8ClampedArray<ArrayBuffer> => {
  const out = new Uint8ClampedArray(height * taps.length * 3);
  for (let y = 0, to = 0; y < height; y += 1)
    for (const { first, weights } of taps)
      for (let c = 0; c < 3; c += 1, to += 1) {
        let sum = ONE / 2;
        let from = (y * width + first) * channels + c;
        for (const weight of weights) {
          sum += weight * data[from];
          from += channels;
        }
        out[to] = Math.floor(sum / ONE);
      }
  return out;
};

/** Rows become columns: interleaved RGB, `width`·`height` → `height`·`width`. */
const transposed = (
  data: Uint8ClampedArray,
  width: number,
  height: number,
): Uint8ClampedArray<ArrayBuffer> => {
  const out = new Uint8ClampedArray(data.length);
  for (let y = 0, from = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (let c = 0; c < 3; c += 1, from += 1) out[(x * height + y) * 3 + c] = data[from];
  return out;
};

/**
 * The colours resized exactly as Pillow's `Image.resize(…, BICUBIC)` does it on 8-bit RGB: first the rows, then the
 * columns, each rounded to 8 bits. (Since version 13 Pillow takes the columns of some tall pictures first, whose levels
 * then differ: python-pillow/Pillow#9549.) Alpha is ignored. `resize.ts` averages areas and is for our own networks.
 *
 * @returns interleaved RGB, 3·width·height bytes
 */
export const pillowBicubic = (
  image: RgbaImage,
  width: number,
  height: number,
): Uint8ClampedArray<ArrayBuffer> => {
  const narrow = resampleRows(image, 4, tapsOf(image.width, width));
  const turned = {
    data: transposed(narrow, width, image.height),
    width: image.height,
    height: width,
  };
  return transposed(resampleRows(turned, 3, tapsOf(image.height, height)), height, width);
};
