import type { RgbaImage } from './image.ts';

/** One picture that contains all pictures side by side. They must have the same height. */
export function sideBySide(images: readonly RgbaImage[]): RgbaImage {
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
