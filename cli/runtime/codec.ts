import sharp from 'sharp';
import type { ImageCodec } from '../../src/pipeline/picture-codec.ts';

/** An incomplete picture is refused. A picture is not refused for warnings of the decoder. */
const OPTIONS = { limitInputPixels: false, failOn: 'error' } as const;

/**
 * Reads and writes pictures with libvips. The results equal those of a browser: pictures are rotated by the EXIF
 * orientation, and have 8-bit sRGB and straight alpha. If a file has several pictures, only the first is read.
 */
export const sharpCodec: ImageCodec = {
  async decode(file, maxSide) {
    const { data, info } = await sharp(await file.arrayBuffer(), OPTIONS)
      .autoOrient()
      .resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
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
