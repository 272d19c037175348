import { withMask, withoutWhite } from '../../core/image/cut-out.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { compositeOnWhite } from '../../core/image/pixels.ts';
import { opaqueMask } from '../../core/metrics/overlap.ts';
import { hasAlphaMask } from '../matting/mask.ts';

/** What both pictures of a comparison are drawn on. */
export type Ground = 'white' | 'black';

/** Where a mask comes from. `white`: the picture has neither alpha nor mask, and pixels that are not white are subject. */
export type MaskSource = 'file' | 'alpha' | 'white';

/** A true picture. */
export interface Truth {
  /** Opaque, on the background. */
  image: RgbaImage;
  /** W·H: 1 where the mask is above ½, else 0. */
  mask: Uint8Array;
  maskFrom: MaskSource;
}

/** The picture over black; opaque. */
function compositeOnBlack({ width, height, data }: RgbaImage): RgbaImage {
  const out = new Uint8ClampedArray(data.length);
  for (let i = 0; i < data.length; i += 4) {
    for (let c = 0; c < 3; c++) out[i + c] = (data[i + c] * data[i + 3]) / 255;
    out[i + 3] = 255;
  }
  return { width, height, data: out };
}

/** The picture over a background; opaque. */
export const onGround = (image: RgbaImage, ground: Ground): RgbaImage =>
  ground === 'white' ? compositeOnWhite(image) : compositeOnBlack(image);

/**
 * The true picture of a camera (docs/evaluate.md). The mask is the given one, else the picture's alpha, else what is not
 * white.
 * @param shape the mask as a picture, white on the subject. It may have another size with the same proportions
 * @returns null if the mask has other proportions
 */
export function truthOf(image: RgbaImage, shape: RgbaImage | null, ground: Ground): Truth | null {
  if (shape) {
    const cut = withMask(image, shape);
    return cut && { image: onGround(cut, ground), mask: opaqueMask(cut), maskFrom: 'file' };
  }
  if (hasAlphaMask(image))
    return { image: onGround(image, ground), mask: opaqueMask(image), maskFrom: 'alpha' };
  const white = compositeOnWhite(image);
  const cut = withoutWhite(white);
  // On white the picture stays as it is: nearly white pixels are not made white.
  const shown = ground === 'white' ? white : onGround(cut, ground);
  return { image: shown, mask: opaqueMask(cut), maskFrom: 'white' };
}
