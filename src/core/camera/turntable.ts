import type { Camera } from './camera.ts';
import { orbitCamera } from './orbit.ts';
import { rigFovDeg, type Rig } from './rig.ts';
import { mapCamera } from './similarity.ts';
import { turnFromZ } from './upright.ts';

/** A turn around the cloud. */
export interface Turn {
  elevationDeg: number;
  /** Number of cameras. */
  frames: number;
  /** Distance of the cameras from the origin, world units. Default: that of the rig. */
  radius?: number;
  /** Side of the square pictures, pixels. */
  size: number;
  /** Direction of up in the world, a unit vector. Default: Z. */
  up?: readonly number[];
}

/**
 * FaceLift's turntable: cameras at equal steps of azimuth, from 270° up to but not including 630°. The field of view is
 * that of the rig.
 */
export const turntableCameras = (
  rig: Rig,
  { elevationDeg, frames, radius = rig.radius, size, up }: Turn,
): Camera[] =>
  Array.from({ length: frames }, (_, frame) => {
    const azimuth = 270 + (360 * frame) / frames;
    const camera = orbitCamera(azimuth, elevationDeg, radius, rigFovDeg(rig), size);
    return up ? mapCamera(turnFromZ(up), camera) : camera;
  });

/** What a turntable video may be. Ranges include both ends. */
export const TURN_LIMITS = {
  frames: { min: 2, max: 1000, whole: true },
  fps: { min: 1, max: 120 },
  elevationDeg: { min: -89, max: 89 },
  /** World units. */
  radius: { min: 0.5, max: 20 },
} as const;

/** A turn without its size, with frames per second. */
export type TurnSpeed = Pick<Turn, 'frames' | 'elevationDeg'> & { fps: number };

/** The turntables of FaceLift's inference.py, and of the lab's scripts. */
export const TURN_PRESETS = {
  facelift: { frames: 150, fps: 30, elevationDeg: 0 },
  lab: { frames: 120, fps: 30, elevationDeg: 20 },
} as const satisfies Record<string, TurnSpeed>;

export type TurnPreset = keyof typeof TURN_PRESETS;
