import type { Camera } from './camera.ts';
import { orbitCamera } from './orbit.ts';
import { rigFovDeg, type Rig } from './rig.ts';
import { mapCamera } from './similarity.ts';
import { turnFromZ } from './upright.ts';

/**
 * FaceLift's turntable: `frames` cameras at equal steps of azimuth, from 270° up to but not including 630°.
 * The radius and the field of view are those of the rig.
 * @param size side of the square pictures, pixels
 * @param up direction of up in the world, a unit vector; Z if it is left out
 */
export const turntableCameras = (
  rig: Rig,
  elevationDeg: number,
  frames: number,
  size: number,
  up?: readonly number[],
): Camera[] =>
  Array.from({ length: frames }, (_, frame) => {
    const azimuth = 270 + (360 * frame) / frames;
    const camera = orbitCamera(azimuth, elevationDeg, rig.radius, rigFovDeg(rig), size);
    return up ? mapCamera(turnFromZ(up), camera) : camera;
  });
