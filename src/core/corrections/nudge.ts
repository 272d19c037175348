import type { Placement } from '../image/resize.ts';
import type { Nudge } from './corrections.ts';

/**
 * A placement that is nudged: scaled about the middle of the square, then moved.
 * @param size side of the square, pixels
 */
export const nudged = (placement: Placement, { scale, x, y }: Nudge, size: number): Placement => ({
  scale: placement.scale * scale,
  offsetX: (placement.offsetX - size / 2) * scale + size * (0.5 + x),
  offsetY: (placement.offsetY - size / 2) * scale + size * (0.5 + y),
});

/** The placement that was nudged to this one. */
export const withoutNudge = (
  placement: Placement,
  { scale, x, y }: Nudge,
  size: number,
): Placement => ({
  scale: placement.scale / scale,
  offsetX: (placement.offsetX - size * (0.5 + x)) / scale + size / 2,
  offsetY: (placement.offsetY - size * (0.5 + y)) / scale + size / 2,
});
