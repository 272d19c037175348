import type { PlanarImage, RgbaImage } from '../core/image.ts';

/** The colours of a picture as planes, 0…1; alpha is not looked at. */
export function planesOf({ width, height, data }: RgbaImage): PlanarImage {
  const plane = width * height;
  const out = new Float32Array(3 * plane);
  for (let i = 0; i < plane; i++)
    for (let c = 0; c < 3; c++) out[c * plane + i] = data[4 * i + c] / 255;
  return { width, height, channels: 3, data: out };
}

/** 0…1 → −1…1, as networks take pictures. */
export const signed = (values: Float32Array): Float32Array<ArrayBuffer> =>
  Float32Array.from(values, (value) => 2 * value - 1);

/** Picture number `index` of a batch `[B, 3, S, S]` in −1…1, rounded to 8 bit. */
export function pictureOf(batch: Float32Array, index: number, size: number): RgbaImage {
  const plane = size * size;
  const start = 3 * plane * index;
  const data = new Uint8ClampedArray(4 * plane);
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++)
      data[4 * i + c] = Math.round((batch[start + c * plane + i] + 1) * 127.5);
    data[4 * i + 3] = 255;
  }
  return { width: size, height: size, data };
}
