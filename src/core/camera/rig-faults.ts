import type { Camera } from './camera.ts';
import { inverseOf } from './files/pose.ts';
import { axisOf, meetingPoint, type Axis } from './meeting-point.ts';

const ORIGIN = [0, 0, 0];

/** An axis that passes a point within this fraction of the camera's distance certainly aims at it. */
const SURELY = 0.05;

/** An axis that passes a point farther away than this certainly does not aim at it. */
const SURELY_NOT = 0.3;

/** If the best point is farther from an axis than this, there is no common point. */
const NEVER = 0.5;

/**
 * Angle between axes, degrees. Where axes within this angle of each other meet is not known: a small error of a rotation
 * moves the point by many times the distance of the cameras. Guard: rig-faults.test.ts.
 */
const PARALLEL_DEG = 10;

/** Cameras that are nearer or farther than the rig's by more than this factor have another unit of length. */
const OTHER_UNIT = 3;

/** Poses nearer than this are the same camera: world units, and rows of the rotation. */
const SAME = 1e-4;

const dot = (a: readonly number[], b: readonly number[]) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value - b[i]);

/** How cameras look at a point. */
interface Aim {
  /** Largest distance of an axis from the point, as a fraction of the camera's distance. 0: exactly at it. */
  miss: number;
  /** The first camera that has the point behind it, or −1. */
  away: number;
  allAway: boolean;
}

function aimAt(point: readonly number[], axes: readonly Axis[]): Aim {
  const seen = axes.map(({ centre, direction }) => {
    const to = minus(point, centre);
    const depth = dot(to, direction);
    const aside = Math.sqrt(Math.max(0, dot(to, to) - depth ** 2));
    return { depth, miss: aside / Math.max(Math.hypot(...to), 1e-9) };
  });
  return {
    miss: Math.max(...seen.map(({ miss }) => miss)),
    away: seen.findIndex(({ depth }) => depth <= 0),
    allAway: seen.every(({ depth }) => depth <= 0),
  };
}

/** Whether all axes are nearly parallel, as those of a stereo pair, or of two cameras that face each other. */
function areParallel(axes: readonly Axis[]): boolean {
  const cosine = Math.cos((PARALLEL_DEG * Math.PI) / 180);
  return axes.every(({ direction }) => Math.abs(dot(direction, axes[0].direction)) >= cosine);
}

/** Two cameras with the same pose: their numbers. Null if there are none. */
function equalPair(cameras: readonly Camera[]): [number, number] | null {
  for (let i = 0; i < cameras.length; i++)
    for (let k = i + 1; k < cameras.length; k++)
      if (cameras[i].w2c.every((value, at) => Math.abs(value - cameras[k].w2c[at]) < SAME))
        return [i, k];
  return null;
}

/**
 * Why poses seem to be written in another convention. Null if they do not.
 * - Camera to world: only the inverses look at the origin, where most files put the subject.
 * - OpenGL axes: all cameras look away from the point where their axes meet.
 */
export function conventionFault(cameras: readonly Camera[]): string | null {
  const axes = cameras.map(({ w2c }) => axisOf(w2c));
  const given = aimAt(ORIGIN, axes);
  const inverse = aimAt(
    ORIGIN,
    cameras.map(({ w2c }) => axisOf(inverseOf(Array.from(w2c)))),
  );
  if (inverse.away < 0 && inverse.miss < SURELY && (given.away >= 0 || given.miss > SURELY_NOT))
    return 'w2c seems to be camera to world. Name it c2w, or write its inverse';
  if (axes.length > 1 && areParallel(axes)) return null;
  const aim = aimAt(meetingPoint(axes) ?? ORIGIN, axes);
  return aim.allAway && aim.miss < SURELY_NOT
    ? 'all cameras look away from the subject, as with OpenGL axes. Multiply the second and third row of each w2c by −1, or use the key transform_matrix for camera to world with OpenGL axes'
    : null;
}

/**
 * Why several cameras cannot be those of one subject. Each of them is valid by itself. Null if nothing is wrong.
 * @param radius distance of the cameras from the origin with which a network was trained, world units
 */
export function rigFault(cameras: readonly Camera[], radius?: number): string | null {
  const equal = equalPair(cameras);
  if (equal) return `cameras ${equal[0]} and ${equal[1]} are the same`;
  const convention = conventionFault(cameras);
  if (convention) return convention;
  const axes = cameras.map(({ w2c }) => axisOf(w2c));
  const point = areParallel(axes) ? null : meetingPoint(axes);
  const aim = point && aimAt(point, axes);
  if (aim && aim.away >= 0)
    return `camera ${aim.away} looks away from the point where the axes of the cameras meet`;
  if (aim && aim.miss > NEVER) return 'the cameras do not look at one point';
  if (radius === undefined) return null;
  for (const [i, { centre }] of axes.entries()) {
    const distance = Math.hypot(...centre);
    if (distance > OTHER_UNIT * radius || distance < radius / OTHER_UNIT)
      return `camera ${i} is ${distance.toPrecision(3)} away from the origin, but this model expects about ${radius.toPrecision(3)}. Scale the translations, for example from millimetres, so that the subject is about 1 long, and move it to the origin`;
  }
  return null;
}
