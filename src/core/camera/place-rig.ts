import type { Camera } from './camera.ts';
import { axisOf, meetingPoint } from './meeting-point.ts';
import { inverseSimilarity, mapCamera, composed, type Similarity } from './similarity.ts';
import { eigenvectorsOf } from './symmetric.ts';
import { uprightTurn, type Up } from './upright.ts';

/**
 * How the cameras of a lab are moved into the frame with which networks are trained.
 * - `subject`: the subject comes to the origin. One scale gives the cameras the trained mean distance.
 * - `axes`: the same, but with the point where the optical axes meet.
 * - `per-camera`: each camera gets the trained distance from the origin. The rays then no longer meet.
 * - `none`: the cameras stay as they are.
 */
export const PLACEMENTS = ['subject', 'axes', 'per-camera', 'none'] as const;

export type PlacementName = (typeof PLACEMENTS)[number];

/** Placed cameras. */
export interface PlacedRig {
  cameras: Camera[];
  /** From the lab's frame to the placed frame. Absent for `per-camera`, which is no similarity. */
  similarity?: Similarity;
}

/** With a larger angle, the flattest direction of the cameras is not their up: its cosine, 30°. */
const MIN_UP_COSINE = 0.866;

/** If the mean of the cameras' own up is shorter than this, they are turned against each other, as seen from above. */
const MIN_OWN_UP = 0.2;

/** A camera that is nearer to the origin than this part of the mean distance has no direction from it. */
const NO_DISTANCE = 1e-6;

const IDENTITY: Similarity = {
  scale: 1,
  rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  translation: [0, 0, 0],
};

const dot = (a: readonly number[], b: readonly number[]) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

const unit = (a: readonly number[]): number[] => a.map((value) => value / Math.hypot(...a));

const meanOf = (points: readonly (readonly number[])[]): number[] =>
  [0, 1, 2].map((k) => points.reduce((sum, point) => sum + point[k], 0) / points.length);

const centreOf = ({ w2c }: Camera): number[] => axisOf(w2c).centre;

/**
 * The direction against gravity, as the cameras show it: a unit vector in their frame. It is the direction in which
 * their positions vary least, for cameras often stand at one height. Its sign is that of the cameras' own up. If it is
 * more than 30° from their own up, or there are fewer than three cameras, it is the mean of their own up. Cameras whose own
 * ups cancel look down: then up is against their mean direction of view.
 */
export function upOf(cameras: readonly Camera[]): number[] {
  // The y axis of a camera points down.
  const mean = meanOf(cameras.map(({ w2c: m }) => [-m[4], -m[5], -m[6]]));
  if (Math.hypot(...mean) < MIN_OWN_UP)
    return unit(meanOf(cameras.map(({ w2c: m }) => [-m[8], -m[9], -m[10]])));
  const own = unit(mean);
  if (cameras.length < 3) return own;
  const centres = cameras.map(centreOf);
  const middle = meanOf(centres);
  const spread = [0, 1, 2].flatMap((i) =>
    [0, 1, 2].map((k) =>
      centres.reduce((sum, c) => sum + (c[i] - middle[i]) * (c[k] - middle[k]), 0),
    ),
  );
  const [flattest] = eigenvectorsOf(spread);
  const cosine = dot(flattest, own);
  if (!(Math.abs(cosine) >= MIN_UP_COSINE)) return own;
  return flattest.map((value) => value * Math.sign(cosine));
}

/** The point in which the rays or the axes of the cameras meet, or the reason why there is none. */
function originOf(cameras: readonly Camera[], name: PlacementName, subject: number[] | null) {
  if (name === 'subject') return subject;
  return name === 'axes' ? meetingPoint(cameras.map(({ w2c }) => axisOf(w2c))) : [0, 0, 0];
}

/** The camera at `distance` from the origin, in the same direction and with the same rotation. */
function atDistance(camera: Camera, distance: number): Camera {
  const centre = centreOf(camera);
  const factor = distance / Math.hypot(...centre);
  const m = camera.w2c;
  const moved = [0, 4, 8].flatMap((row) => [m[row], m[row + 1], m[row + 2], m[row + 3] * factor]);
  return { ...camera, w2c: new Float64Array([...moved, 0, 0, 0, 1]) };
}

/**
 * Moves the cameras of a rig into the frame of a network: origin, up and mean distance.
 * @param subject position of the subject in the lab's frame, for `subject`
 * @param radius mean distance of the cameras from the origin with which the network was trained, world units
 * @param up the network's up, a unit vector. Undefined: Z
 * @returns null if there is no such origin
 */
export function placeRig(
  cameras: readonly Camera[],
  name: PlacementName,
  { subject, radius, up }: { subject: number[] | null; radius: number; up?: Up },
): PlacedRig | null {
  if (name === 'none') return { cameras: [...cameras], similarity: IDENTITY };
  const origin = originOf(cameras, name, subject);
  if (!origin) return null;
  const mean =
    cameras.reduce(
      (sum, camera) => sum + Math.hypot(...centreOf(camera).map((value, k) => value - origin[k])),
      0,
    ) / cameras.length;
  const isThere = cameras.some(
    (camera) => Math.hypot(...centreOf(camera)) < NO_DISTANCE * Math.max(mean, 1e-9),
  );
  if (!(mean > 0) || (name === 'per-camera' && isThere)) return null;
  const scale = name === 'per-camera' ? 1 : radius / mean;
  const rotation = turnTo(upOf(cameras), up);
  const similarity: Similarity = {
    scale,
    rotation,
    translation: [0, 3, 6].map((row) => -scale * dot(rotation.slice(row, row + 3), origin)),
  };
  const placed = cameras.map((camera) => mapCamera(similarity, camera));
  if (name === 'per-camera') return { cameras: placed.map((camera) => atDistance(camera, radius)) };
  return { cameras: placed, similarity };
}

/** The rotation that takes `from` to the network's up. */
const turnTo = (from: readonly number[], to: Up | undefined): readonly number[] => {
  const turn = uprightTurn(from);
  return (to ? composed(turn, inverseSimilarity(uprightTurn(to))) : turn).rotation;
};
