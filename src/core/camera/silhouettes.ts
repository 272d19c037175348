import { toWorld, type Camera } from './camera.ts';
import { meetingPoint, type Axis } from './meeting-point.ts';

/** What one camera sees of a subject. */
export interface Silhouette {
  camera: Camera;
  /** Whether a pixel shows the subject, row-major, of the camera's size. */
  mask: Uint8Array;
}

/** About so many pixels of each silhouette are looked at. */
const SAMPLES = 200;

/** Number of points on the ray of a pixel. */
const STEPS = 96;

/** Half of the part of a ray that is searched, as a fraction of the camera's distance from the meeting point. */
const REACH = 0.5;

/** A silhouette counts as larger by this fraction of the picture's width. Masks and calibrations are not exact. */
const TOLERANCE = 0.01;

/** Indices of pixels of the silhouette, evenly spread. */
function samplesOf(mask: Uint8Array): number[] {
  const inside: number[] = [];
  mask.forEach((is, i) => is && inside.push(i));
  const step = Math.max(1, inside.length / SAMPLES);
  return Array.from(
    { length: Math.min(SAMPLES, inside.length) },
    (_, i) => inside[Math.floor(i * step)],
  );
}

/** The silhouette, larger by `radius` pixels in each direction. */
export function grown({ camera: { width, height }, mask }: Silhouette, radius: number): Uint8Array {
  const pass = (from: Uint8Array, step: number, length: number) => {
    const to = new Uint8Array(from.length);
    from.forEach((is, i) => {
      if (!is) return;
      const at = Math.floor(i / step) % length;
      for (let k = Math.max(-radius, -at); k <= Math.min(radius, length - 1 - at); k++)
        to[i + k * step] = 1;
    });
    return to;
  };
  return pass(pass(mask, 1, width), width, height);
}

/** The world point at a depth on the ray of a pixel. */
const pointAt = (camera: Camera, pixel: number, depth: number): number[] =>
  toWorld(camera, [(pixel % camera.width) + 0.5, Math.floor(pixel / camera.width) + 0.5], depth);

/** The middle of a silhouette: a pixel position. */
function middleOf({ camera: { width }, mask }: Silhouette): number[] {
  let [x, y, count] = [0, 0, 0];
  mask.forEach((is, i) => {
    if (!is) return;
    x += (i % width) + 0.5;
    y += Math.floor(i / width) + 0.5;
    count += 1;
  });
  return [x / count, y / count];
}

/** The ray through the middle of a silhouette. */
function middleRay(one: Silhouette): Axis {
  const at = (depth: number) => toWorld(one.camera, middleOf(one), depth);
  const [centre, far] = [at(0), at(1)];
  const length = Math.hypot(...far.map((value, k) => value - centre[k]));
  return { centre, direction: far.map((value, k) => (value - centre[k]) / length) };
}

/** Where a subject is, and how well the cameras agree on it. */
export interface SubjectPoint {
  /** World units of the cameras. */
  point: number[];
  /** Distance of each ray from the point, world units. NaN for an empty silhouette. */
  missed: number[];
  /** The same as it looks in the camera's picture, pixels. */
  missedPixels: number[];
}

/**
 * The point that is nearest to the rays through the middles of the silhouettes. Null if fewer than two silhouettes show
 * something, or all rays are parallel.
 */
export function subjectPoint(all: readonly Silhouette[]): SubjectPoint | null {
  const rays = all.map((one) => (one.mask.includes(1) ? middleRay(one) : null));
  const shown = rays.filter((ray) => ray !== null);
  const point = shown.length < 2 ? null : meetingPoint(shown);
  if (!point) return null;
  const seen = rays.map((ray) => {
    if (!ray) return { aside: NaN, depth: NaN };
    const to = point.map((value, k) => value - ray.centre[k]);
    const along = to.reduce((sum, value, k) => sum + value * ray.direction[k], 0);
    const length = Math.hypot(...to);
    return { aside: Math.sqrt(Math.max(0, length ** 2 - along ** 2)), depth: length };
  });
  return {
    point,
    missed: seen.map(({ aside }) => aside),
    missedPixels: seen.map(({ aside, depth }, i) => (all[i].camera.fx * aside) / depth),
  };
}

/** Whether a world point lies in a silhouette. A point outside the picture does: nobody knows what is there. */
function isIn({ fx, fy, cx, cy, width, height, w2c: m }: Camera, mask: Uint8Array, p: number[]) {
  const [x, y, z] = [0, 4, 8].map(
    (r) => m[r] * p[0] + m[r + 1] * p[1] + m[r + 2] * p[2] + m[r + 3],
  );
  if (z <= 0) return false;
  const column = Math.floor((fx * x) / z + cx);
  const row = Math.floor((fy * y) / z + cy);
  if (column < 0 || row < 0 || column >= width || row >= height) return true;
  return mask[row * width + column] > 0;
}

/**
 * How well silhouettes fit together in 3D: for each camera the fraction of its silhouette behind which some point lies in
 * all other silhouettes, too. With exact masks and cameras it is 1: such a point belongs to the visual hull (Laurentini,
 * "The Visual Hull Concept", PAMI 1994). For an empty silhouette it is 0; the others are compared without it.
 */
export function silhouetteFit(all: readonly Silhouette[]): number[] {
  const shown = all.filter(({ mask }) => mask.includes(1));
  const meeting = meetingPoint(shown.map(middleRay));
  if (!meeting) return all.map((one) => Number(shown.includes(one)));
  const masks = shown.map((one) => grown(one, Math.ceil(TOLERANCE * one.camera.width)));
  return all.map((one) => {
    if (!shown.includes(one)) return 0;
    const { camera } = one;
    const m = camera.w2c;
    const middle = m[8] * meeting[0] + m[9] * meeting[1] + m[10] * meeting[2] + m[11];
    const samples = samplesOf(one.mask);
    const isShared = (pixel: number) => {
      for (let i = 0; i < STEPS; i++) {
        const depth = middle * (1 - REACH + (2 * REACH * (i + 0.5)) / STEPS);
        const point = pointAt(camera, pixel, depth);
        if (shown.every((other, k) => other === one || isIn(other.camera, masks[k], point)))
          return true;
      }
      return false;
    };
    return samples.filter(isShared).length / samples.length;
  });
}
