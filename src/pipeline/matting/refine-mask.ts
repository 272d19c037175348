import { applyCoefficients, guidedCoefficients } from '../../core/image/guided-filter.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { toPlanar } from '../../core/image/pixels.ts';

/** Chosen on rendered photos of known alpha: wider windows lose more of a tail that the network half sees. */
const WINDOW = { radius: 1, epsilon: 1e-4 };

/**
 * Below and above these alpha is 0 and 1: haze far from the mouse would count in the centring. A middle below one
 * half keeps more of a tail that the network hardly saw, and takes in more of a dark wall behind a dark mouse.
 */
const [NONE, ALL] = [0.15, 0.65];

/**
 * A small mask brought to the photo's size with its edges where the photo has them (guided filter), and with
 * nothing between 0 and 1 but at edges.
 * @param mask 0…1, of the size of `small`, the photo as the network saw it
 * @returns 0…1, row-major, of the photo's size
 */
export function refineMask(
  mask: Float32Array,
  small: RgbaImage,
  photo: RgbaImage,
): Float32Array<ArrayBuffer> {
  const alpha = applyCoefficients(guidedCoefficients(toPlanar(small), mask, WINDOW), photo);
  for (let i = 0; i < alpha.length; i++)
    alpha[i] = Math.min(1, Math.max(0, (alpha[i] - NONE) / (ALL - NONE)));
  return alpha;
}
