import type { RingRig } from '../core/camera/rig.ts';

/** FaceLift's six cameras, in the order of its views: front, front right, right, back, left, front left. */
export const FACELIFT_RIG: RingRig = {
  id: 'facelift-e0',
  radius: 2.7,
  fovDeg: 50,
  elevationDeg: 0,
  azimuthsDeg: [270, 225, 180, 90, 0, 315],
  imageSize: 512,
};

/**
 * Azimuths in degrees, in the order of FaceLift's camera file. FaceLift's views have another order
 * (`FACELIFT_RIG`).
 */
export const FACELIFT_FILE_DEG = [180, 225, 270, 315, 0, 90];
