import type { RgbaImage } from '../image/image.ts';
import type { RenderedFrame } from './types.ts';

/** 255·value, clipped to 0…255 and truncated. The reference rasterizer's pictures are written like this. */
export const toByte = (value: number) => Math.trunc(255 * Math.min(1, Math.max(0, value)));

/**
 * The picture in 8 bits. It is opaque over a colour. If the background is transparent, the picture has straight
 * alpha.
 */
export function frameToRgba({ width, height, background, rgba }: RenderedFrame): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height);
  const opaque = background !== 'transparent';
  for (let p = 0; p < data.length; p += 4) {
    const alpha = rgba[p + 3];
    const gain = opaque || alpha <= 0 ? 1 : 1 / alpha;
    for (let c = 0; c < 3; c++) data[p + c] = toByte(rgba[p + c] * gain);
    data[p + 3] = opaque ? 255 : toByte(alpha);
  }
  return { width, height, data };
}
