import type { RingRig } from '../../core/camera/rig.ts';

/** The four cameras that every released LGM was trained with, in this project's axes: front, left, back, right. */
export const LGM_RIG: RingRig = {
  id: 'lgm-e0',
  radius: 1.5,
  fovDeg: 49.1,
  elevationDeg: 0,
  azimuthsDeg: [270, 0, 90, 180],
  imageSize: 256,
};

/** The indices of LGM's views (front, left, back, right) among FaceLift's six views. */
export const LGM_OF_FACELIFT = [0, 4, 3, 2];
