import { rectAround, type EditedMask, type Point, type Rect } from './mask.ts';

export interface Brush {
  /** Pixels. */
  radius: number;
  /** Whether it takes away. False: it adds. */
  erases: boolean;
}

/** The pixels that a piece of a stroke may change; null if it lies outside. */
export const reachOf = (mask: EditedMask, from: Point, to: Point, { radius }: Brush): Rect | null =>
  rectAround(from, to, radius + 1, mask);

/**
 * Paints a straight piece of a stroke, with round ends. Its edge is one pixel wide. Changes the mask.
 * @returns the pixels that may have changed, or null
 */
export function paint(mask: EditedMask, from: Point, to: Point, brush: Brush): Rect | null {
  const reach = reachOf(mask, from, to, brush);
  if (!reach) return null;
  const { width, alpha } = mask;
  const { radius, erases } = brush;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const squared = dx * dx + dy * dy;
  for (let y = reach.top; y < reach.bottom; y++)
    for (let x = reach.left; x < reach.right; x++) {
      const [px, py] = [x + 0.5 - from.x, y + 0.5 - from.y];
      const along = squared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
      const distance = Math.hypot(px - along * dx, py - along * dy);
      const covered = 255 * Math.min(1, Math.max(0, radius + 0.5 - distance));
      const at = y * width + x;
      alpha[at] = erases ? Math.min(alpha[at], 255 - covered) : Math.max(alpha[at], covered);
    }
  return reach;
}
