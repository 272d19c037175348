import { applyCoefficients, guidedCoefficients } from '../../core/image/guided-filter.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { toPlanar } from '../../core/image/pixels.ts';
import { REFINE } from './thresholds.ts';

/**
 * Enlarges a mask to the photo's size. A guided filter moves the mask's edges to the photo's edges. Then alpha
 * is stretched (`REFINE`), so that values between 0 and 1 remain only at edges.
 * @param mask 0…1, row-major, of the size of `small`
 * @param small the photo, resized to its size in the network's input
 * @returns 0…1, row-major, of the photo's size
 */
export function refineMask(
  mask: Float32Array,
  small: RgbaImage,
  photo: RgbaImage,
): Float32Array<ArrayBuffer> {
  const { filter, zeroAlpha, oneAlpha } = REFINE;
  const alpha = applyCoefficients(guidedCoefficients(toPlanar(small), mask, filter), photo);
  for (let i = 0; i < alpha.length; i++)
    alpha[i] = Math.min(1, Math.max(0, (alpha[i] - zeroAlpha) / (oneAlpha - zeroAlpha)));
  return alpha;
}
