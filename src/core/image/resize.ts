import type { PlanarImage, RgbaImage } from './image.ts';

/** Resampling of one axis: output i = Σₖ weights[i·width + k] · input[start[i] + k]. */
interface Taps {
  start: Int32Array;
  width: number;
  weights: Float64Array;
}

/**
 * Weights to resample one axis. Positions are mapped by output = input · `scale` + `offset`. Positions are in
 * pixels; pixel edges are at integers. Shrinking averages the area that an output pixel covers. Enlarging is
 * cubic (Catmull–Rom).
 * @param beyond value outside the input: that of the nearest input pixel (`clamp`), or 0 (`zero`)
 */
export function axisTaps(
  inSize: number,
  outSize: number,
  scale = outSize / inSize,
  offset = 0,
  beyond: 'clamp' | 'zero' = 'clamp',
): Taps {
  const shrinking = scale < 1;
  const width = Math.min(inSize, shrinking ? Math.ceil(1 / scale) + 2 : 4);
  const start = new Int32Array(outSize);
  const weights = new Float64Array(outSize * width);
  for (let i = 0; i < outSize; i++) {
    const low = (i - offset) / scale;
    const high = (i + 1 - offset) / scale;
    const first = shrinking ? Math.floor(low) : Math.floor((low + high) / 2 - 0.5) - 1;
    const last = shrinking ? Math.ceil(high) - 1 : first + 3;
    start[i] = Math.min(Math.max(first, 0), inSize - width);
    for (let at = first; at <= last; at++) {
      const inside = Math.min(Math.max(at, 0), inSize - 1);
      if (inside !== at && beyond === 'zero') continue;
      const weight = shrinking
        ? Math.max(Math.min(high, at + 1) - Math.max(low, at), 0) * scale
        : cubic((low + high) / 2 - 0.5 - at);
      weights[i * width + inside - start[i]] += weight;
    }
  }
  return { start, width, weights };
}

/** Keys' cubic kernel with a = −½ (Catmull–Rom). */
function cubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/**
 * Resamples interleaved rows. Only the input lines that the next output line needs are kept as floats. So a
 * photo of 48 megapixels is never converted as a whole.
 *
 * @param readRow writes input row `y`, `channels` numbers per pixel, into `into`
 * @returns rows of `x.start.length` pixels, interleaved
 */
function resample(
  readRow: (y: number, into: Float32Array) => void,
  inWidth: number,
  channels: number,
  x: Taps,
  y: Taps,
): Float32Array<ArrayBuffer> {
  const line = x.start.length * channels;
  const source = new Float32Array(inWidth * channels);
  const lines = new Map<number, Float32Array>();
  const lineOf = (row: number) => {
    let out = lines.get(row);
    if (out) return out;
    readRow(row, source);
    out = new Float32Array(line);
    for (let i = 0, to = 0; i < x.start.length; i++, to += channels)
      for (let k = 0; k < x.width; k++) {
        const weight = x.weights[i * x.width + k];
        if (weight === 0) continue;
        const from = (x.start[i] + k) * channels;
        for (let c = 0; c < channels; c++) out[to + c] += weight * source[from + c];
      }
    lines.set(row, out);
    return out;
  };

  const result = new Float32Array(y.start.length * line);
  for (let i = 0; i < y.start.length; i++) {
    for (const row of lines.keys()) if (row < y.start[i]) lines.delete(row);
    for (let k = 0; k < y.width; k++) {
      const weight = y.weights[i * y.width + k];
      if (weight === 0) continue;
      const from = lineOf(y.start[i] + k);
      for (let j = 0; j < line; j++) result[i * line + j] += weight * from[j];
    }
  }
  return result;
}

/** A `readRow` for RGBA pixels: colours multiplied by alpha, all values 0…1. */
const premultiplied =
  ({ width, data }: RgbaImage) =>
  (y: number, into: Float32Array) => {
    const row = 4 * width * y;
    for (let i = 0; i < 4 * width; i += 4) {
      const alpha = data[row + i + 3] / 255;
      const factor = alpha / 255;
      into[i] = data[row + i] * factor;
      into[i + 1] = data[row + i + 1] * factor;
      into[i + 2] = data[row + i + 2] * factor;
      into[i + 3] = alpha;
    }
  };

/** Position of an image in a picture: output pixel = input pixel · scale + offset. */
export interface Placement {
  scale: number;
  offsetX: number;
  offsetY: number;
}

/** The image scaled and moved, transparent around the image: premultiplied RGBA, 0…1. */
function placed(
  image: RgbaImage,
  { scale, offsetX, offsetY }: Placement,
  width: number,
  height: number,
): Float32Array {
  const x = axisTaps(image.width, width, scale, offsetX, 'zero');
  const y = axisTaps(image.height, height, scale, offsetY, 'zero');
  return resample(premultiplied(image), image.width, 4, x, y);
}

/** Converts premultiplied RGBA of 0…1 to 8-bit pixels with straight alpha. */
function straight(pixels: Float32Array, width: number, height: number): RgbaImage {
  const data = new Uint8ClampedArray(pixels.length);
  for (let i = 0; i < pixels.length; i += 4) {
    const alpha = pixels[i + 3];
    for (let c = 0; c < 3; c++) data[i + c] = alpha > 0 ? (pixels[i + c] / alpha) * 255 : 0;
    data[i + 3] = alpha * 255;
  }
  return { width, height, data };
}

/** The image scaled and moved in one resampling, transparent around the image; straight alpha. */
export const placeRgba = (
  image: RgbaImage,
  placement: Placement,
  width: number,
  height: number,
): RgbaImage => straight(placed(image, placement, width, height), width, height);

/** The image scaled and moved in one resampling, drawn over white; opaque. */
export function placeOnWhite(
  image: RgbaImage,
  placement: Placement,
  width: number,
  height: number,
): RgbaImage {
  const pixels = placed(image, placement, width, height);
  const data = new Uint8ClampedArray(pixels.length);
  for (let i = 0; i < pixels.length; i += 4) {
    for (let c = 0; c < 3; c++) data[i + c] = (pixels[i + c] + 1 - pixels[i + 3]) * 255;
    data[i + 3] = 255;
  }
  return { width, height, data };
}

/**
 * Resizes pixels with straight alpha. Colours are multiplied by alpha during the resampling, so that colours
 * of transparent pixels do not bleed into others.
 */
export function resizeRgba(image: RgbaImage, width: number, height: number): RgbaImage {
  const [x, y] = [axisTaps(image.width, width), axisTaps(image.height, height)];
  return straight(resample(premultiplied(image), image.width, 4, x, y), width, height);
}

/** The image, reduced if its longer side has more than `maxSide` pixels. */
export function fitted(image: RgbaImage, maxSide: number): RgbaImage {
  const scale = maxSide / Math.max(image.width, image.height);
  if (scale >= 1) return image;
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return resizeRgba(image, side(image.width), side(image.height));
}

/** Resizes each plane of an image. */
export function resizePlanar(image: PlanarImage, width: number, height: number): PlanarImage {
  const [x, y] = [axisTaps(image.width, width), axisTaps(image.height, height)];
  const data = new Float32Array(image.channels * width * height);
  for (let c = 0; c < image.channels; c++) {
    const readRow = (row: number, into: Float32Array) => {
      const at = (c * image.height + row) * image.width;
      into.set(image.data.subarray(at, at + image.width));
    };
    data.set(resample(readRow, image.width, 1, x, y), c * width * height);
  }
  return { width, height, channels: image.channels, data };
}
