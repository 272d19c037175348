import type { PlanarImage, RgbaImage } from './image.ts';

/** The picture drawn over white; opaque. `data` has straight alpha. */
export function compositeOnWhite({ width, height, data }: RgbaImage): RgbaImage {
  const out = new Uint8ClampedArray(data.length);
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3] / 255;
    for (let c = 0; c < 3; c++) out[i + c] = data[i + c] * alpha + 255 * (1 - alpha);
    out[i + 3] = 255;
  }
  return { width, height, data: out };
}

/**
 * The colours as three planes. Alpha is ignored.
 * @param range range of the result: `unit` is 0…1; `signed` is −1…1, for networks with this input range
 */
export function toPlanar(image: RgbaImage, range: 'unit' | 'signed' = 'unit'): PlanarImage {
  const { width, height } = image;
  const plane = width * height;
  const data = new Float32Array(3 * plane);
  const [scale, shift] = range === 'unit' ? [1 / 255, 0] : [2 / 255, -1];
  for (let i = 0; i < plane; i++)
    for (let c = 0; c < 3; c++) data[c * plane + i] = image.data[4 * i + c] * scale + shift;
  return { width, height, channels: 3, data };
}

/**
 * Three planes as opaque 8-bit pixels, clamped and rounded.
 * @param range range of the input, as in `toPlanar`
 */
export function fromPlanar(image: PlanarImage, range: 'unit' | 'signed' = 'unit'): RgbaImage {
  const { width, height } = image;
  const plane = width * height;
  const data = new Uint8ClampedArray(4 * plane);
  const [scale, shift] = range === 'unit' ? [255, 0] : [127.5, 127.5];
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) data[4 * i + c] = image.data[c * plane + i] * scale + shift;
    data[4 * i + 3] = 255;
  }
  return { width, height, data };
}

/** The picture with alpha 255 everywhere. */
export const opaque = (image: RgbaImage): RgbaImage =>
  withAlpha(image, new Float32Array(image.width * image.height).fill(1));

/** The alpha as one plane, 0…1. */
export function alphaOf({ width, height, data }: RgbaImage): Float32Array {
  const alpha = new Float32Array(width * height);
  for (let i = 0; i < alpha.length; i++) alpha[i] = data[4 * i + 3] / 255;
  return alpha;
}

/** The mirror image: left and right exchanged. */
export function mirrorPlanar(image: PlanarImage): PlanarImage {
  const { width } = image;
  const data = new Float32Array(image.data.length);
  for (let row = 0; row < data.length; row += width)
    for (let x = 0; x < width; x++) data[row + x] = image.data[row + width - 1 - x];
  return { ...image, data };
}

/** The mirror image: left and right exchanged, alpha included. */
export function mirrorRgba(image: RgbaImage): RgbaImage {
  const { width } = image;
  const data = new Uint8ClampedArray(image.data.length);
  for (let at = 0; at < data.length / 4; at++) {
    const other = at - 2 * (at % width) + width - 1;
    for (let c = 0; c < 4; c++) data[4 * at + c] = image.data[4 * other + c];
  }
  return { ...image, data };
}

/**
 * Mean of pictures of the same size. Every channel is averaged separately, alpha included; alpha is straight.
 */
export function meanImage(images: readonly RgbaImage[]): RgbaImage {
  const [first] = images;
  const data = first.data.map(
    (_, i) => images.reduce((sum, one) => sum + one.data[i], 0) / images.length,
  );
  return { ...first, data };
}

/** The picture with `alpha` as its alpha: one value per pixel, 0…1. Values outside this range are clamped. */
export function withAlpha(image: RgbaImage, alpha: Float32Array): RgbaImage {
  const data = image.data.slice();
  for (let i = 0; i < alpha.length; i++) data[4 * i + 3] = alpha[i] * 255;
  return { ...image, data };
}
