import type { RgbaImage } from '../image/image.ts';

/** The exponent between the light of a pixel and its stored value. sRGB is close to it. */
const GAMMA = 2.2;

/** The factor of stored values for a number of stops. CSS's `brightness()` with it shows the same. */
export const gainOf = (stops: number): number => 2 ** (stops / GAMMA);

/** The picture with this exposure. Values above 255 are clipped. Alpha stays. */
export function exposed({ width, height, data }: RgbaImage, stops: number): RgbaImage {
  const gain = gainOf(stops);
  const table = Uint8ClampedArray.from({ length: 256 }, (_, value) => value * gain);
  const out = data.slice();
  for (let i = 0; i < out.length; i += 4)
    for (let c = 0; c < 3; c++) out[i + c] = table[data[i + c]];
  return { width, height, data: out };
}
