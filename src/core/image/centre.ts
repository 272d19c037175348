import { AppError } from '../errors.ts';
import type { RgbaImage } from './image.ts';
import { photoFrameOf, type PhotoFrame } from '../photo-surface/photo-frame.ts';
import { placeOnWhite, placeRgba, type Placement } from './resize.ts';

interface CentringOptions {
  /** √(fraction of the output's pixels that the mouse covers); 0.3 if left out. */
  ratio?: number;
  /** Side of the output, pixels; 512 if left out. */
  size?: number;
}

/**
 * Alpha (of 255) above which a pixel counts as mouse. Guarded by centre.test.ts (10 does not count, 11 does).
 */
const THRESHOLD = 10;

/**
 * The placement that the lab's `pixel_based` centring gives a cut-out. The centre of mass of alpha, Σ
 * position·alpha / Σ alpha, goes to the centre of the output. The scale is such that √(pixels with alpha > 10
 * / output pixels) = ratio.
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
      if (alpha > THRESHOLD) count += 1;
      mass += alpha;
      massX += alpha * (x + 0.5);
      massY += alpha * (y + 0.5);
    }
  if (count === 0)
    throw new AppError('mask-empty', { message: 'No pixel is opaque', stage: 'centring' });
  const scale = (ratio * size) / Math.sqrt(count);
  return {
    scale,
    offsetX: size / 2 - (scale * massX) / mass,
    offsetY: size / 2 - (scale * massY) / mass,
  };
}

/**
 * Cut-out → subject: centred on a square, once on white (`image`) and once with its mask as alpha (`cutout`).
 * The photo's pixels are resampled only once: averaged when they shrink, cubic when they grow, with
 * premultiplied alpha. `frame` is where the photo cuts the mouse off, or null.
 * @throws AppError `mask-empty` if no pixel has an alpha above 10
 */
export function centreSubject(
  image: RgbaImage,
  options: CentringOptions = {},
): { image: RgbaImage; cutout: RgbaImage; placement: Placement; frame: PhotoFrame | null } {
  const { size = 512 } = options;
  const placement = centrePlacement(image, options);
  const cutout = placeRgba(image, placement, size, size);
  const frame = photoFrameOf(image, placement, size);
  return { image: placeOnWhite(image, placement, size, size), cutout, placement, frame };
}
