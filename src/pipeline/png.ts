import type { RgbaImage } from '../core/image.ts';

/**
 * The seam between pixels and picture files. A worker has OffscreenCanvas; another host of the
 * pipeline (a command line) brings its own.
 */
export interface ImageCodec {
  /** A picture file's pixels, turned as EXIF says, no side longer than `maxSide`. */
  decode(file: Blob, maxSide: number): Promise<RgbaImage>;
  encodePng(image: RgbaImage): Promise<Blob>;
}

const context2d = (canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D => {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D canvas');
  return context;
};

/** The browser's own decoders and encoder. */
export const canvasCodec: ImageCodec = {
  async decode(file, maxSide) {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    try {
      const scale = Math.min(1, maxSide / Math.max(bitmap.width, bitmap.height));
      const width = Math.max(1, Math.round(bitmap.width * scale));
      const height = Math.max(1, Math.round(bitmap.height * scale));
      const context = context2d(new OffscreenCanvas(width, height));
      context.imageSmoothingQuality = 'high';
      context.drawImage(bitmap, 0, 0, width, height);
      return { width, height, data: context.getImageData(0, 0, width, height).data };
    } finally {
      bitmap.close();
    }
  },

  encodePng({ width, height, data }) {
    const canvas = new OffscreenCanvas(width, height);
    context2d(canvas).putImageData(new ImageData(data, width, height), 0, 0);
    return canvas.convertToBlob({ type: 'image/png' });
  },
};

/** Pictures of one height side by side. */
export function strip(images: readonly RgbaImage[]): RgbaImage {
  const height = images[0].height;
  const width = images.reduce((sum, image) => sum + image.width, 0);
  const data = new Uint8ClampedArray(4 * width * height);
  let left = 0;
  for (const image of images) {
    const row = 4 * image.width;
    for (let y = 0; y < height; y++)
      data.set(image.data.subarray(y * row, (y + 1) * row), 4 * (y * width + left));
    left += image.width;
  }
  return { width, height, data };
}
