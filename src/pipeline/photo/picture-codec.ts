import type { RgbaImage } from '../../core/image/image.ts';
import { decodeWith, type DecodedPicture, type DecodeRequest, type HostDecoder } from './decode.ts';
import { restoreHiddenColours } from './decoders/hidden-colours.ts';
import { isTooLarge, tooLarge } from './limits.ts';

/**
 * Decodes and encodes picture files. A worker uses OffscreenCanvas; the command line uses sharp (cli/runtime/codec.ts).
 */
export interface ImageCodec {
  /**
   * The pixels of a picture file, and what there is to say about them.
   * @throws AppError as `decodeWith` does, or `photo-slow` after `DECODE_LIMIT_MS`
   */
  decode(file: Blob, request: DecodeRequest, signal?: AbortSignal): Promise<DecodedPicture>;
  /** A PNG file. A longer side of more than `maxSide` pixels is reduced to `maxSide`. */
  encodePng(image: RgbaImage, maxSide?: number): Promise<Blob>;
}

const context2d = (canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D => {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D canvas');
  return context;
};

/** The picture, reduced by the factor `scale` (at most 1). */
function shrunk(source: ImageBitmap | OffscreenCanvas, scale: number): OffscreenCanvas {
  const width = Math.max(1, Math.round(source.width * scale));
  const height = Math.max(1, Math.round(source.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = context2d(canvas);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, width, height);
  return canvas;
}

/** The decoder of the browser. */
const browserDecoder: HostDecoder = async (file, { maxSide, turn }) => {
  const imageOrientation = turn ? 'from-image' : 'none';
  const bitmap = await createImageBitmap(file, { imageOrientation });
  try {
    if (isTooLarge(bitmap)) throw tooLarge(bitmap);
    const scale = maxSide / Math.max(bitmap.width, bitmap.height);
    const canvas = shrunk(bitmap, Math.min(1, scale));
    const { width, height } = canvas;
    const { data } = context2d(canvas).getImageData(0, 0, width, height);
    const image = { width, height, data };
    await restoreHiddenColours(image, file);
    return image;
  } finally {
    bitmap.close();
  }
};

/** Uses the decoder and the encoder of the browser. It has no time limit: src/worker/photo/decoder.ts adds one. */
export const canvasCodec: ImageCodec = {
  decode: (file, request) => decodeWith(browserDecoder, file, request),

  encodePng({ width, height, data }, maxSide = Infinity) {
    const canvas = new OffscreenCanvas(width, height);
    context2d(canvas).putImageData(new ImageData(data, width, height), 0, 0);
    const scale = maxSide / Math.max(width, height);
    const picture = scale < 1 ? shrunk(canvas, scale) : canvas;
    return picture.convertToBlob({ type: 'image/png' });
  },
};
