import type { Camera } from './camera.ts';
import { axisOf, meetingPoint, type Axis } from './meeting-point.ts';

/** A thing that a camera sees. */
export interface Sight {
  /** The direction of its middle, as x/z and y/z. */
  direction: readonly [number, number];
  /** Half of its size, as a part of its depth. */
  radius: number;
}

/** A ball around a subject. */
export interface Ball {
  /** World units of the cameras. */
  centre: number[];
  radius: number;
}

/** A coordinate of a point in a camera's axes; `row` is where it begins in w2c. */
const along = ({ w2c: m }: Camera, row: number, p: readonly number[]): number =>
  m[row] * p[0] + m[row + 1] * p[1] + m[row + 2] * p[2] + m[row + 3];

/** Where a camera sees a ball: the direction of its centre, its radius as a part of its depth. Null if it is behind. */
export function sightOf({ centre, radius }: Ball, camera: Camera): Sight | null {
  const [x, y, z] = [0, 4, 8].map((row) => along(camera, row, centre));
  return z > 0 ? { direction: [x / z, y / z], radius: radius / z } : null;
}

/** Things whose sizes differ by more than this factor are not one thing. Guard: common-ball.test.ts. */
const OTHER_SIZE = 3;

/** The middle of a mouse's silhouette is within this many radii of the middle of its ball. Guard: common-ball.test.ts. */
const MAX_MISS = 0.6;

/** How far the middle of a thing lies from that of a ball, in radii of the ball. */
export const missOf = (thing: Sight, ball: Sight): number =>
  Math.hypot(thing.direction[0] - ball.direction[0], thing.direction[1] - ball.direction[1]) /
  ball.radius;

/** Whether a thing can be the subject in a ball: its middle is near that of the ball, and it is about as large. */
export const fitsBall = (thing: Sight, ball: Sight): boolean =>
  missOf(thing, ball) <= MAX_MISS &&
  thing.radius < OTHER_SIZE * ball.radius &&
  ball.radius < OTHER_SIZE * thing.radius;

const rayOf = ({ w2c: m }: Camera, { direction: [x, y] }: Sight): Axis => {
  const length = Math.hypot(x, y, 1);
  const direction = [0, 1, 2].map((k) => (m[k] * x + m[4 + k] * y + m[8 + k]) / length);
  return { centre: axisOf(m).centre, direction };
};

/** The ball around things that are seen from several cameras. Null if their rays do not meet in front of the cameras. */
function ballOf(seen: readonly { camera: Camera; thing: Sight }[]): Ball | null {
  const centre = meetingPoint(seen.map(({ camera, thing }) => rayOf(camera, thing)));
  if (!centre) return null;
  const depths = seen.map(({ camera }) => along(camera, 8, centre));
  if (depths.some((depth) => depth <= 0)) return null;
  const radii = seen.map(({ thing }, i) => thing.radius * depths[i]).sort((a, b) => a - b);
  return { centre, radius: radii[Math.floor(radii.length / 2)] };
}

/**
 * The ball around the subject that most cameras see, although some of them also, or only, see other things. Each pair
 * of things of two cameras proposes a ball. The one in which most cameras see something wins (RANSAC: Fischler and
 * Bolles, 1981). Of equal ones it is the one whose rays meet best.
 * @param things what each camera sees; perhaps nothing
 * @returns null if no ball contains things of more than half of the cameras
 */
export function commonBall(
  cameras: readonly Camera[],
  things: readonly (readonly Sight[])[],
): Ball | null {
  let best: { fit: { camera: Camera; thing: Sight }[]; miss: number } | null = null;
  for (let a = 0; a < cameras.length; a++)
    for (let b = a + 1; b < cameras.length; b++)
      for (const one of things[a])
        for (const other of things[b]) {
          const ball = ballOf([
            { camera: cameras[a], thing: one },
            { camera: cameras[b], thing: other },
          ]);
          if (!ball) continue;
          const fit: { camera: Camera; thing: Sight }[] = [];
          let miss = 0;
          for (const [i, camera] of cameras.entries()) {
            const sight = sightOf(ball, camera);
            if (!sight) continue;
            const inside = things[i]
              .filter((thing) => fitsBall(thing, sight))
              .sort((p, q) => missOf(p, sight) - missOf(q, sight));
            if (inside.length === 0) continue;
            fit.push({ camera, thing: inside[0] });
            miss += missOf(inside[0], sight);
          }
          const isBetter =
            !best ||
            fit.length > best.fit.length ||
            (fit.length === best.fit.length && miss < best.miss);
          if (isBetter) best = { fit, miss };
        }
  return best && best.fit.length > cameras.length / 2 ? ballOf(best.fit) : null;
}
