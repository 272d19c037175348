/**
 * A camera that looks at a point, in the world (Z up, docs/models.md). All values are numbers, so that each can be
 * eased by itself.
 */
export interface Orbit {
  /** Where the camera is, seen from the point. The photo's azimuth is 270°. */
  azimuthDeg: number;
  elevationDeg: number;
  /** From the point, world units. */
  distance: number;
  /** The point that the camera looks at. */
  x: number;
  y: number;
  z: number;
  /** Turn of the camera about the axis that it looks along. 0: up is up. */
  rollDeg: number;
  /** Tangents of half the fields of view that are visible whatever the shape of the picture. */
  halfHeight: number;
  halfWidth: number;
  /** Distance of the point that is looked at from the middle of the picture, in focal lengths. */
  shiftX: number;
  shiftY: number;
}

/** The first view: the photo's azimuth, and the elevation and distance of the demo pack's cameras. */
export const HOME: Orbit = {
  azimuthDeg: 270,
  elevationDeg: 20,
  distance: 2.7,
  x: 0,
  y: 0,
  z: 0,
  rollDeg: 0,
  halfHeight: 0.277,
  halfWidth: 0.36,
  shiftX: 0,
  shiftY: 0,
};

export const ELEVATION_LIMIT_DEG = 85;
export const DISTANCE_MIN = 0.5;
export const DISTANCE_MAX = 8;
/** How far from the origin the camera may look, world units. */
const TARGET_MAX = 2;

const clamp = (value: number, min: number, max: number) => Math.min(max, Math.max(min, value));

/** Turns the camera upright, and around the point. The elevation stays within ±ELEVATION_LIMIT_DEG. */
export const turned = (orbit: Orbit, azimuthDeg: number, elevationDeg: number): Orbit => ({
  ...orbit,
  azimuthDeg: orbit.azimuthDeg + azimuthDeg,
  elevationDeg: clamp(orbit.elevationDeg + elevationDeg, -ELEVATION_LIMIT_DEG, ELEVATION_LIMIT_DEG),
  rollDeg: 0,
  shiftX: 0,
  shiftY: 0,
});

/** Divides the distance by `factor`. The distance stays within DISTANCE_MIN…DISTANCE_MAX. */
export const zoomed = (orbit: Orbit, factor: number): Orbit => ({
  ...orbit,
  distance: clamp(orbit.distance / factor, DISTANCE_MIN, DISTANCE_MAX),
});

/** The same camera at the azimuth that is nearest to that of `from`, by whole turns. */
export const byShorterWay = (orbit: Orbit, from: Orbit): Orbit => ({
  ...orbit,
  azimuthDeg: orbit.azimuthDeg + 360 * Math.round((from.azimuthDeg - orbit.azimuthDeg) / 360),
});

/** HOME, by the shorter way around the mouse. */
export const homeward = (orbit: Orbit): Orbit => byShorterWay(HOME, orbit);

/** Differences that nobody sees: degrees of angles, and units of all else. */
const NEAR = { degrees: 0.06, units: 0.001 };

const NAMES = Object.keys(HOME) as (keyof Orbit)[];

/** Moves by `fraction` of the way from `from` to `to`. Returns `to` if the difference is too small to be visible. */
export const eased = (from: Orbit, to: Orbit, fraction: number): Orbit => {
  const isNear = (name: keyof Orbit) =>
    Math.abs(to[name] - from[name]) < (name.endsWith('Deg') ? NEAR.degrees : NEAR.units);
  if (NAMES.every(isNear)) return to;
  const next = { ...from };
  for (const name of NAMES) next[name] = from[name] + (to[name] - from[name]) * fraction;
  return next;
};

/** Moves the point that the camera looks at. It stays within TARGET_MAX of the origin along each axis. */
export const movedBy = (orbit: Orbit, [dx, dy, dz]: readonly number[]): Orbit => ({
  ...orbit,
  x: clamp(orbit.x + dx, -TARGET_MAX, TARGET_MAX),
  y: clamp(orbit.y + dy, -TARGET_MAX, TARGET_MAX),
  z: clamp(orbit.z + dz, -TARGET_MAX, TARGET_MAX),
});
