/**
 * Position of the camera on a sphere around the mouse, in the world (Z up, docs/models.md). The photo's azimuth is 270°.
 * `distance` is in world units.
 */
export interface Orbit {
  azimuthDeg: number;
  elevationDeg: number;
  distance: number;
}

/** The first view: the photo's azimuth, and the elevation and distance of the demo pack's cameras. */
export const HOME: Orbit = { azimuthDeg: 270, elevationDeg: 20, distance: 2.7 };

export const ELEVATION_LIMIT_DEG = 85;
export const DISTANCE_MIN = 0.9;
export const DISTANCE_MAX = 6;

const clamp = (value: number, min: number, max: number) => Math.min(max, Math.max(min, value));

/** Turns the camera. The elevation stays within ±ELEVATION_LIMIT_DEG. */
export const turned = (orbit: Orbit, azimuthDeg: number, elevationDeg: number): Orbit => ({
  ...orbit,
  azimuthDeg: orbit.azimuthDeg + azimuthDeg,
  elevationDeg: clamp(orbit.elevationDeg + elevationDeg, -ELEVATION_LIMIT_DEG, ELEVATION_LIMIT_DEG),
});

/** Divides the distance by `factor`. The distance stays within DISTANCE_MIN…DISTANCE_MAX. */
export const zoomed = (orbit: Orbit, factor: number): Orbit => ({
  ...orbit,
  distance: clamp(orbit.distance / factor, DISTANCE_MIN, DISTANCE_MAX),
});

/** HOME. Its azimuth is changed by whole turns, so that it differs by at most 180° from the azimuth of `orbit`. */
export const homeward = (orbit: Orbit): Orbit => ({
  ...HOME,
  azimuthDeg: HOME.azimuthDeg + 360 * Math.round((orbit.azimuthDeg - HOME.azimuthDeg) / 360),
});

/** Moves by `fraction` of the way from `from` to `to`. Returns `to` if the difference is too small to be visible. */
export const eased = (from: Orbit, to: Orbit, fraction: number): Orbit => {
  const near =
    Math.abs(to.azimuthDeg - from.azimuthDeg) < 0.02 &&
    Math.abs(to.elevationDeg - from.elevationDeg) < 0.02 &&
    Math.abs(to.distance - from.distance) < 0.001;
  if (near) return to;
  const mix = (a: number, b: number) => a + (b - a) * fraction;
  return {
    azimuthDeg: mix(from.azimuthDeg, to.azimuthDeg),
    elevationDeg: mix(from.elevationDeg, to.elevationDeg),
    distance: mix(from.distance, to.distance),
  };
};

/**
 * Camera position in the coordinates of the standard PLY, where −Y is up. A point (x, y, z) of the world is
 * (−x, −z, −y) in the PLY (src/core/gaussians/axes.ts). At azimuth 270° the camera is at +Z and points along −Z.
 */
export const plyEye = ({ azimuthDeg, elevationDeg, distance }: Orbit): [number, number, number] => {
  const az = (azimuthDeg * Math.PI) / 180;
  const el = (elevationDeg * Math.PI) / 180;
  const flat = distance * Math.cos(el);
  return [-flat * Math.cos(az), -distance * Math.sin(el), -flat * Math.sin(az)];
};
