import type { MovedKeypoint } from '../../core/corrections/corrections.ts';
import { inPhoto, uvOf } from '../../core/corrections/keypoints.ts';
import type { Placed } from '../../worker/protocol.ts';

/** Positions in the subject, −1…1, by keypoint. */
export type MovedPoints = ReadonlyMap<number, readonly [number, number]>;

/** Where moved keypoints lie in the subject that the page shows. */
export const pointsOf = (
  moved: readonly MovedKeypoint[] | undefined,
  { placement, size }: Placed,
): MovedPoints =>
  new Map((moved ?? []).map((each) => [each.keypoint, uvOf(each, placement, size)]));

/** The correction that these points are. Undefined: none was moved. */
export const movedOf = (
  points: MovedPoints,
  { placement, size }: Placed,
): MovedKeypoint[] | undefined =>
  points.size === 0
    ? undefined
    : [...points].map(([keypoint, [u, v]]) => ({ keypoint, ...inPhoto(u, v, placement, size) }));

/** Positions of all keypoints, two numbers each: those that the network found, or where they were moved to. */
export function withPoints(uv: Float32Array, points: MovedPoints): Float32Array {
  const out = uv.slice();
  for (const [keypoint, position] of points) out.set(position, 2 * keypoint);
  return out;
}

const clamp = (value: number) => Math.min(1, Math.max(-1, value));

/** The points with one of them at another position, inside the subject. */
export const withPoint = (
  points: MovedPoints,
  keypoint: number,
  [u, v]: readonly [number, number],
): MovedPoints => new Map([...points, [keypoint, [clamp(u), clamp(v)]]]);

/** Fraction of the mouse's extent that is shown around it. */
const MARGIN = 0.35;

/**
 * The part of the subject to show large: a square around all keypoints. `x`, `y`: its middle, −1…1. `zoom`: factor by
 * which it is enlarged, at least 1.
 */
export function closeUpOf(uv: Float32Array): { x: number; y: number; zoom: number } {
  const along = (axis: number) => {
    const all = uv.filter((_, i) => i % 2 === axis);
    return { low: Math.min(...all), high: Math.max(...all) };
  };
  const [x, y] = [along(0), along(1)];
  const half = (1 + MARGIN) * Math.max(x.high - x.low, y.high - y.low) * 0.5;
  const zoom = 1 / Math.min(1, Math.max(half, 0.1));
  const middle = ({ low, high }: { low: number; high: number }) => {
    const room = 1 - 1 / zoom;
    return Math.min(room, Math.max(-room, (low + high) / 2));
  };
  return { x: middle(x), y: middle(y), zoom };
}
