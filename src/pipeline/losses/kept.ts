import type { RgbaImage } from '../../core/image/image.ts';
import type { Kept } from '../../core/metrics/losses.ts';
import { overlapOf } from '../../core/metrics/overlap.ts';
import { squaredError } from '../../core/metrics/squared-error.ts';
import type { CoveredPicture } from '../../core/rasterize/covered.ts';

/** Counts what is left of a true picture. All pictures have one size. @param mask W·H: 1 where the truth shows the mouse */
export const keptOf = (
  { image, mask }: { image: RgbaImage; mask: Uint8Array },
  left: CoveredPicture,
): Kept => ({
  inside: squaredError(image, left.image, mask),
  covered: overlapOf(left.covered, mask),
});
