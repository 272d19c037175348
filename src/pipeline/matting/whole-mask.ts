import type { HandMask } from '../../core/corrections/corrections.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import type { Cutout } from '../types.ts';

/** The mask of a cut-out in the whole photo: 0…255, row-major. */
export function wholeAlpha(
  { image, origin }: Pick<Cutout, 'image' | 'origin'>,
  { width, height }: Pick<RgbaImage, 'width' | 'height'>,
): HandMask['alpha'] {
  const alpha = new Uint8Array(width * height);
  for (let y = 0; y < image.height; y++)
    for (let x = 0; x < image.width; x++)
      alpha[(y + origin.top) * width + x + origin.left] = image.data[4 * (y * image.width + x) + 3];
  return alpha;
}

/** The mask of a cut-out as an opaque grey picture of the photo's size: white is mouse, black is not. */
export function wholeMask(cutout: Cutout, { width, height }: RgbaImage): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height);
  wholeAlpha(cutout, { width, height }).forEach((value, i) => {
    data.fill(value, 4 * i, 4 * i + 3);
    data[4 * i + 3] = 255;
  });
  return { width, height, data };
}
