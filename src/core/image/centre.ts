import { AppError } from '../errors.ts';
import type { RgbaImage } from './image.ts';
import { frameOf, type PhotoFrame } from '../photo-surface/photo-frame.ts';
import { placeOnWhite, placeRgba, type Placement } from './resize.ts';

export interface CentringOptions {
  /** √(share of the output that the mouse covers). */
  ratio?: number;
  /** Side of the output in pixels. */
  size?: number;
}

/** Alpha above which a pixel belongs to the mouse, of 255. */
const THRESHOLD = 10;

/**
 * Where the lab's `pixel_based` centring puts a cut-out: the centre of mass of alpha, Σ position·alpha / Σ alpha,
 * at the centre of the output, scaled so that √(pixels with alpha > 10 / output pixels) = ratio.
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
 * Cut-out → subject: centred, square, on white and with its mask. The photo's own pixels are resampled once: averaged
 * when they shrink, cubic when they grow, alpha premultiplied.
 */
export function centreSubject(
  image: RgbaImage,
  options: CentringOptions = {},
): { image: RgbaImage; cutout: RgbaImage; placement: Placement; frame: PhotoFrame | null } {
  const { size = 512 } = options;
  const placement = centrePlacement(image, options);
  const cutout = placeRgba(image, placement, size, size);
  const frame = frameOf(image, placement, size);
  return { image: placeOnWhite(image, placement, size, size), cutout, placement, frame };
}
