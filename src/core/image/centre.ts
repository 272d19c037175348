import { AppError } from '../errors.ts';
import type { RgbaImage } from './image.ts';
import { photoFrameOf, type PhotoFrame } from '../photo-surface/photo-frame.ts';
import { placeOnWhite, placeRgba, type Placement } from './resize.ts';

interface CentringOptions {
  /** √(fraction of the output's area that the mouse covers). Default: 0.3. */
  ratio?: number;
  /** Side of the output, pixels. Default: 512. */
  size?: number;
}

/**
 * Alpha, 0…255. A pixel with an alpha above this is mouse. Tested by centre.test.ts: alpha 10 is not mouse,
 * alpha 11 is.
 */
const MOUSE_ALPHA = 10;

/**
 * The placement that the lab's `pixel_based` centring gives a cut-out. The centre of mass of alpha, Σ
 * position·alpha / Σ alpha, is moved to the centre of the output. The scale makes √(scaled area of the pixels
 * with alpha above 10 / area of the output) equal to `ratio`.
 * @throws AppError `mask-empty` if no pixel has an alpha above 10
 */
export function centrePlacement(
  { width, height, data }: RgbaImage,
  { ratio = 0.3, size = 512 }: CentringOptions = {},
): Placement {
  let [count, mass, massX, massY] = [0, 0, 0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const alpha = data[4 * (y * width + x) + 3];
      if (alpha > MOUSE_ALPHA) count += 1;
      mass += alpha;
      massX += alpha * (x + 0.5);
      massY += alpha * (y + 0.5);
    }
  if (count === 0)
    throw new AppError('mask-empty', {
      message: 'No pixel has an alpha above 10',
      stage: 'centring',
    });
  const scale = (ratio * size) / Math.sqrt(count);
  return {
    scale,
    offsetX: size / 2 - (scale * massX) / mass,
    offsetY: size / 2 - (scale * massY) / mass,
  };
}

/** The subject: the cut-out mouse, centred on a square. */
export interface CentredSubject {
  /** On white. */
  image: RgbaImage;
  /** With the mask as alpha. */
  cutout: RgbaImage;
  /** Subject pixel = cut-out pixel · scale + offset. */
  placement: Placement;
  /** The edges at which the photo cuts the mouse off, or null. */
  frame: PhotoFrame | null;
}

/**
 * Makes the subject with a placement. The pixels are resampled only once, with premultiplied alpha. Shrinking averages
 * areas; enlarging is cubic.
 * @param size side of the subject, pixels
 * @param mayBeTrimmed as for `photoFrameOf`
 * @param onWhite makes the picture on white, if another resampling is wanted
 */
export const placeSubject = (
  image: RgbaImage,
  placement: Placement,
  { size, mayBeTrimmed = true }: { size: number; mayBeTrimmed?: boolean },
  onWhite = () => placeOnWhite(image, placement, size, size),
): CentredSubject => ({
  image: onWhite(),
  cutout: placeRgba(image, placement, size, size),
  placement,
  frame: photoFrameOf(image, placement, size, mayBeTrimmed),
});
