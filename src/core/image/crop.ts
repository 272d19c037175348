import type { RgbaImage } from './image.ts';
import type { Part } from './opencv-resize.ts';

/** A part of a picture, as a picture of its own. */
export function croppedTo(image: RgbaImage, { x, y, width, height }: Part): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let row = 0; row < height; row++) {
    const from = 4 * ((y + row) * image.width + x);
    data.set(image.data.subarray(from, from + 4 * width), 4 * row * width);
  }
  return { width, height, data };
}
