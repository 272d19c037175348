/** Where the eye is: on a sphere around the mouse, world Z up (docs/models.md); azimuth 270° is the photo's side. */
export interface Orbit {
  azimuthDeg: number;
  elevationDeg: number;
  distance: number;
}

/** First sight: the photo's own azimuth, at the rig's distance and height. */
export const HOME: Orbit = { azimuthDeg: 270, elevationDeg: 20, distance: 2.7 };

export const ELEVATION_LIMIT_DEG = 85;
export const DISTANCE_MIN = 0.9;
export const DISTANCE_MAX = 6;

const clamp = (value: number, min: number, max: number) => Math.min(max, Math.max(min, value));

export const turned = (orbit: Orbit, azimuthDeg: number, elevationDeg: number): Orbit => ({
  ...orbit,
  azimuthDeg: orbit.azimuthDeg + azimuthDeg,
  elevationDeg: clamp(orbit.elevationDeg + elevationDeg, -ELEVATION_LIMIT_DEG, ELEVATION_LIMIT_DEG),
});

export const zoomed = (orbit: Orbit, factor: number): Orbit => ({
  ...orbit,
  distance: clamp(orbit.distance / factor, DISTANCE_MIN, DISTANCE_MAX),
});

/** The shortest way home: azimuth by whole turns near the present one. */
export const homeward = (orbit: Orbit): Orbit => ({
  ...HOME,
  azimuthDeg: HOME.azimuthDeg + 360 * Math.round((orbit.azimuthDeg - HOME.azimuthDeg) / 360),
});

/** Moves a share of the way to the goal; the goal itself once the rest cannot be seen. */
export const eased = (from: Orbit, to: Orbit, share: number): Orbit => {
  const near =
    Math.abs(to.azimuthDeg - from.azimuthDeg) < 0.02 &&
    Math.abs(to.elevationDeg - from.elevationDeg) < 0.02 &&
    Math.abs(to.distance - from.distance) < 0.001;
  if (near) return to;
  const mix = (a: number, b: number) => a + (b - a) * share;
  return {
    azimuthDeg: mix(from.azimuthDeg, to.azimuthDeg),
    elevationDeg: mix(from.elevationDeg, to.elevationDeg),
    distance: mix(from.distance, to.distance),
  };
};

/**
 * Eye position in the frame of the standard PLY, whose up is −Y: (x, y, z) of our world is (−x, −z, −y)
 * there (src/core/gaussians/axes.ts). So azimuth 270° looks along −Z.
 */
export const plyEye = ({ azimuthDeg, elevationDeg, distance }: Orbit): [number, number, number] => {
  const az = (azimuthDeg * Math.PI) / 180;
  const el = (elevationDeg * Math.PI) / 180;
  const flat = distance * Math.cos(el);
  return [-flat * Math.cos(az), -distance * Math.sin(el), -flat * Math.sin(az)];
};
