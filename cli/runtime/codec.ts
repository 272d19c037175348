import sharp from 'sharp';
import { abortable } from '../../src/core/abortable.ts';
import {
  DECODE_LIMIT_MS,
  isTooLarge,
  MAX_PIXELS,
  tooLarge,
  tooSlow,
} from '../../src/pipeline/photo/limits.ts';
import type { ImageCodec } from '../../src/pipeline/picture-codec.ts';

/** An incomplete picture is refused. A picture is not refused for warnings of the decoder. */
const OPTIONS = { limitInputPixels: MAX_PIXELS, failOn: 'error' } as const;

/** Whether an error of sharp means that its time limit has passed. Its message is the only sign of that. */
export const isTimeout = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('timeout');

/** Width and height, from the decoder's own reading of the header. No pixels are decoded. */
async function sizeOf(bytes: ArrayBuffer) {
  const { width, height } = await sharp(bytes, { ...OPTIONS, limitInputPixels: false }).metadata();
  return { width, height };
}

/**
 * Reads and writes pictures with libvips. The results equal those of a browser: pictures are rotated by the EXIF
 * orientation, and have 8-bit sRGB and straight alpha. If a file has several pictures, only the first is read.
 */
export const sharpCodec: ImageCodec = {
  async decode(file, maxSide, signal = new AbortController().signal) {
    const bytes = await file.arrayBuffer();
    const size = await sizeOf(bytes);
    if (isTooLarge(size)) throw tooLarge(size);
    const decoding = sharp(bytes, OPTIONS)
      .timeout({ seconds: DECODE_LIMIT_MS / 1000 })
      .autoOrient()
      .resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
      .catch((cause: unknown) => {
        throw isTimeout(cause) ? tooSlow() : cause;
      });
    const { data, info } = await abortable(signal, decoding);
    const pixels = new Uint8ClampedArray(data.byteLength);
    pixels.set(data);
    return { width: info.width, height: info.height, data: pixels };
  },

  async encodePng({ width, height, data }, maxSide = Infinity) {
    const raw = { width, height, channels: 4 } as const;
    const picture = sharp(data, { raw });
    const fitted =
      Math.max(width, height) > maxSide
        ? picture.resize(maxSide, maxSide, { fit: 'inside' })
        : picture;
    const png = await fitted.png().toBuffer();
    return new Blob([Uint8Array.from(png)], { type: 'image/png' });
  },
};
