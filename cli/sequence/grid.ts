import type { RgbaImage } from '../../src/core/image/image.ts';

/**
 * Pictures in a grid, row by row, on white. Each is in the middle of a cell that has room for the largest of them.
 * The grid has as many columns as rows, or one row less if that is enough.
 */
export function inGrid(images: readonly RgbaImage[]): RgbaImage {
  const columns = Math.ceil(Math.sqrt(images.length));
  const rows = Math.ceil(images.length / columns);
  const cell = {
    width: Math.max(...images.map(({ width }) => width)),
    height: Math.max(...images.map(({ height }) => height)),
  };
  const [width, height] = [columns * cell.width, rows * cell.height];
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (const [i, image] of images.entries()) {
    const left = (i % columns) * cell.width + ((cell.width - image.width) >> 1);
    const top = Math.floor(i / columns) * cell.height + ((cell.height - image.height) >> 1);
    const row = 4 * image.width;
    for (let y = 0; y < image.height; y++)
      data.set(image.data.subarray(y * row, (y + 1) * row), 4 * ((top + y) * width + left));
  }
  return { width, height, data };
}
