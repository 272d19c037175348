import type { SplatShape } from './splat-shape.ts';

/** The ring on the floor around a splat, in world units. */
export interface FloorRing {
  x: number;
  y: number;
  /** Height of the floor. */
  z: number;
  radius: number;
  /** Lengths of the ticks, outwards. */
  tick: number;
  longTick: number;
}

/** A tick every 5°, and a longer one every 60°. */
export const TICK_DEG = { short: 5, long: 60 } as const;

/** Red, green, blue and opacity, 0…1. */
export const RING_COLOUR = [0.43, 0.5, 0.48, 0.6] as const;

/** Whether a camera's centre is above a floor of this height. Then the splat hides the floor, and not the floor the splat. */
export const isAboveFloor = (eye: readonly number[], height: number): boolean => eye[2] >= height;

/**
 * The ring goes around all that one can see of the splat, so it never crosses a body. The first long tick is at
 * azimuth 270°.
 */
export const ringOf = ({ middle: [x, y], floor, reach }: SplatShape): FloorRing => {
  const radius = 1.06 * reach;
  return { x, y, z: floor, radius, tick: 0.032 * radius, longTick: 0.115 * radius };
};
