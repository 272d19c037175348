import sharp, { type Metadata } from 'sharp';
import { abortable } from '../../src/core/abortable.ts';
import {
  DECODE_LIMIT_MS,
  isTooLarge,
  MAX_PIXELS,
  tooLarge,
  tooSlow,
} from '../../src/pipeline/photo/limits.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { fitted } from '../../src/core/image/resize.ts';
import { decodeWith, type HostDecoder } from '../../src/pipeline/photo/decode.ts';
import type { ImageCodec } from '../../src/pipeline/photo/picture-codec.ts';
import { decodeBmp } from './bmp.ts';
import { gammaLevels } from './png-gamma.ts';

/** An incomplete picture is refused. A picture is not refused for warnings of the decoder. */
const OPTIONS = { limitInputPixels: MAX_PIXELS, failOn: 'error' } as const;

/** Whether an error of sharp means that its time limit has passed. Its message is the only sign of that. */
export const isTimeout = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('timeout');

const open = (bytes: ArrayBuffer) =>
  sharp(bytes, OPTIONS).timeout({ seconds: DECODE_LIMIT_MS / 1000 });

/** Whether a file has CMYK colours and no profile that says how they look. */
const isPlainCmyk = ({ space, icc }: Metadata): boolean =>
  space === 'cmyk' && icc?.toString('latin1', 16, 20) !== 'CMYK';

/** RGBA of CMYK, as browsers convert it without a profile: R = (255 − C)·(255 − K) / 255. */
function rgbaOfCmyk(cmyk: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(cmyk.length);
  for (let i = 0; i < cmyk.length; i += 4) {
    for (let c = 0; c < 3; c++) rgba[i + c] = ((255 - cmyk[i + c]) * (255 - cmyk[i + 3])) / 255;
    rgba[i + 3] = 255;
  }
  return rgba;
}

/** The pixels of a file that libvips reads. */
async function decodeWithSharp(bytes: ArrayBuffer, maxSide: number, turn: boolean) {
  const metadata = await sharp(bytes, { ...OPTIONS, limitInputPixels: false }).metadata();
  if (isTooLarge(metadata)) throw tooLarge(metadata);
  const cmyk = isPlainCmyk(metadata);
  const input = cmyk ? open(bytes).pipelineColourspace('cmyk') : open(bytes);
  const fitted = (turn ? input.autoOrient() : input).resize(maxSide, maxSide, {
    fit: 'inside',
    withoutEnlargement: true,
  });
  const pixels = cmyk
    ? fitted.toColourspace('cmyk').raw()
    : fitted.toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' });
  const { data, info } = await pixels
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw isTimeout(cause) ? tooSlow() : cause;
    });
  const { width, height } = info;
  return { width, height, data: cmyk ? rgbaOfCmyk(data) : Uint8ClampedArray.from(data) };
}

/** Gives colours the levels of a table. Alpha stays. */
function mapLevels(data: Uint8ClampedArray, levels: Uint8ClampedArray): void {
  for (let i = 0; i < data.length; i++) if (i % 4 < 3) data[i] = levels[data[i]];
}

/**
 * Reads pictures with libvips, and BMP files with bmp-ts. The results equal those of a browser: pictures are rotated by
 * the EXIF orientation, and have 8-bit sRGB and straight alpha. If a file has several pictures, only the first is read.
 */
export const sharpDecoder: HostDecoder = async (file, { maxSide, turn }) => {
  const bytes = await file.arrayBuffer();
  const buffer = Buffer.from(bytes);
  if (buffer.toString('latin1', 0, 2) === 'BM') {
    return fitted(decodeBmp(bytes), maxSide);
  }
  const image = await decodeWithSharp(bytes, maxSide, turn);
  const levels = isPng(buffer) ? gammaLevels(buffer) : null;
  if (levels) mapLevels(image.data, levels);
  return image;
};

const isPng = (buffer: Buffer): boolean => buffer.toString('latin1', 1, 4) === 'PNG';

/** Reads and writes pictures. */
export const sharpCodec: ImageCodec = {
  decode: (file, request, signal = new AbortController().signal) =>
    abortable(signal, decodeWith(sharpDecoder, file, request)),

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

/** A PNG without alpha. */
export async function encodeOpaquePng({ width, height, data }: RgbaImage): Promise<Blob> {
  const raw = { width, height, channels: 4 } as const;
  const png = await sharp(data, { raw }).removeAlpha().png().toBuffer();
  return new Blob([Uint8Array.from(png)], { type: 'image/png' });
}
