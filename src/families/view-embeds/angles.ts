import type { Camera } from '../../core/camera/camera.ts';
import { axisOf } from '../../core/camera/meeting-point.ts';

/** From where a view shows the subject. */
export interface ViewAngles {
  /** Height of the camera above the subject's horizon, degrees, −90…90. */
  elevationDeg: number;
  /**
   * Degrees, 0 up to 360, seen from above: 0 is the front, 90 the subject's right side, 180 the back, 270 the left side.
   */
  azimuthDeg: number;
}

const degrees = (radians: number) => (radians * 180) / Math.PI;

/**
 * The angles of cameras. The first camera is at azimuth 0: a multi-view model takes its view as the front. (FaceLift's
 * first view is the front, too.)
 * @param cameras in a frame whose origin is the subject and whose Z is up
 * @returns null if a camera is at the origin
 */
export function anglesOf(cameras: readonly Camera[]): ViewAngles[] | null {
  const centres = cameras.map(({ w2c }) => axisOf(w2c).centre);
  if (centres.some((centre) => !(Math.hypot(...centre) > 0))) return null;
  const turns = centres.map(([x, y]) => degrees(Math.atan2(y, x)));
  return centres.map(([x, y, z], view) => ({
    elevationDeg: degrees(Math.atan2(z, Math.hypot(x, y))),
    // A subject that faces −Y with Z up has its right side at −X, so the azimuth grows clockwise.
    azimuthDeg: (((turns[0] - turns[view]) % 360) + 360) % 360,
  }));
}

/** The names of directions, and where each ends, degrees. What is after the last is the front again. */
const DIRECTIONS: readonly (readonly [string, number])[] = [
  ['front', 30],
  ['front-right', 60],
  ['right', 120],
  ['back-right', 150],
  ['back', 210],
  ['back-left', 240],
  ['left', 300],
  ['front-left', 330],
];

/** The name of a view in texts, for example `upper-front-right`. The sectors are those of the lab's script. */
export function viewName({ elevationDeg, azimuthDeg }: ViewAngles): string {
  const height = elevationDeg > 30 ? 'top-' : elevationDeg > 10 ? 'upper-' : '';
  const [direction] = DIRECTIONS.find(([, end]) => azimuthDeg < end) ?? DIRECTIONS[0];
  return height + direction;
}
