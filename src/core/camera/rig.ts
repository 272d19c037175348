import { scaleCamera, type Camera } from './camera.ts';
import { orbitCamera } from './orbit.ts';

/** Cameras on a circle around the Z axis that point at the origin (docs/models.md). */
export interface RingRig {
  id: string;
  /** Distance of the cameras from the origin, world units. */
  radius: number;
  fovDeg: number;
  elevationDeg: number;
  /** One azimuth per view. Azimuth 270° is the front (−Y). */
  azimuthsDeg: readonly number[];
  /** Nominal side of the square images, pixels. */
  imageSize: number;
}

/** A list of cameras, for example the calibrated cameras of a lab. */
export interface CameraRig {
  id: string;
  /** Mean distance of the cameras from the origin, world units. */
  radius: number;
  /** Side in pixels of the square images for which the intrinsics are given. */
  imageSize: number;
  cameras: readonly {
    fx: number;
    fy: number;
    cx: number;
    cy: number;
    /** World to camera, 4×4 row-major. */
    w2c: readonly number[];
  }[];
}

/** The cameras that a pack's networks were trained with. */
export type Rig = RingRig | CameraRig;

/** How many cameras a rig has. */
export const viewsOfRig = (rig: Rig): number =>
  'cameras' in rig ? rig.cameras.length : rig.azimuthsDeg.length;

/** The rig's cameras for square images of `size` pixels, in view order. */
export const rigCameras = (rig: Rig, size = rig.imageSize): Camera[] => {
  if ('azimuthsDeg' in rig)
    return rig.azimuthsDeg.map((azimuth) =>
      orbitCamera(azimuth, rig.elevationDeg, rig.radius, rig.fovDeg, size),
    );
  const full = { width: rig.imageSize, height: rig.imageSize };
  return rig.cameras.map((camera) =>
    scaleCamera({ ...full, ...camera, w2c: new Float64Array(camera.w2c) }, size),
  );
};

/** Field of view of the rig's first camera, in degrees. */
export const rigFovDeg = (rig: Rig): number =>
  'fovDeg' in rig ? rig.fovDeg : (Math.atan(rig.imageSize / 2 / rig.cameras[0].fx) * 360) / Math.PI;

/**
 * The axis of the rig's frame that points up in the pictures of the rig's cameras: ±X, ±Y or ±Z, as a unit
 * vector. It is the axis nearest to the cameras' mean up.
 */
export function rigUp(rig: Rig): number[] {
  const up = [0, 0, 0];
  // The y axis of a camera points down.
  for (const { w2c } of rigCameras(rig)) for (let k = 0; k < 3; k++) up[k] -= w2c[4 + k];
  const most = up.map(Math.abs).indexOf(Math.max(...up.map(Math.abs)));
  return up.map((value, k) => (k === most ? Math.sign(value) : 0));
}
