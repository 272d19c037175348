import { NUDGE_LIMITS, type Nudge } from '../../core/corrections/corrections.ts';

/** Fraction of the square's side that an arrow key moves, and with Shift. */
const STEP = { near: 0.005, far: 0.05 } as const;

/** Factor per press of + or −. */
const SCALE_STEP = 1.02;

const clamp = (value: number, { min, max }: { min: number; max: number }) =>
  Math.min(max, Math.max(min, value));

/** The nudge, moved by fractions of the square's side. */
export const moved = ({ scale, x, y }: Nudge, right: number, down: number): Nudge => ({
  scale,
  x: clamp(x + right, NUDGE_LIMITS.shift),
  y: clamp(y + down, NUDGE_LIMITS.shift),
});

/** The nudge, scaled by a factor. */
export const scaled = (nudge: Nudge, factor: number): Nudge => ({
  ...nudge,
  scale: clamp(nudge.scale * factor, NUDGE_LIMITS.scale),
});

/** What a key makes of a nudge; null for other keys. @param far whether Shift is down */
export function keyNudge(nudge: Nudge, key: string, far: boolean): Nudge | null {
  const step = far ? STEP.far : STEP.near;
  switch (key) {
    case 'ArrowLeft':
      return moved(nudge, -step, 0);
    case 'ArrowRight':
      return moved(nudge, step, 0);
    case 'ArrowUp':
      return moved(nudge, 0, -step);
    case 'ArrowDown':
      return moved(nudge, 0, step);
    case '+':
    case '=':
      return scaled(nudge, SCALE_STEP);
    case '-':
      return scaled(nudge, 1 / SCALE_STEP);
    default:
      return null;
  }
}
