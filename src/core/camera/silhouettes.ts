import { dilated } from '../image/dilate.ts';
import { toWorld, type Camera } from './camera.ts';
import { RayTest } from './hull-rays.ts';
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

/**
 * How well silhouettes fit together in 3D: for each camera the fraction of its silhouette behind which some point lies in
 * all other silhouettes, too. With exact masks and cameras it is 1: such a point belongs to the visual hull (Laurentini,
 * "The Visual Hull Concept", PAMI 1994). For an empty silhouette it is 0; the others are compared without it.
 */
export function silhouetteFit(all: readonly Silhouette[]): number[] {
  const shown = all.filter(({ mask }) => mask.includes(1));
  const meeting = meetingPoint(shown.map(middleRay));
  if (!meeting) return all.map((one) => Number(shown.includes(one)));
  const others = shown.map(({ camera, mask }) => ({
    camera,
    mask: dilated(mask, camera, Math.ceil(TOLERANCE * camera.width)),
  }));
  return all.map((one) => {
    if (!shown.includes(one)) return 0;
    const { camera } = one;
    const m = camera.w2c;
    const middle = m[8] * meeting[0] + m[9] * meeting[1] + m[10] * meeting[2] + m[11];
    const test = new RayTest(
      camera,
      others.filter((_, k) => shown[k] !== one),
    );
    const isShared = (pixel: number) => {
      test.aim((pixel % camera.width) + 0.5, Math.floor(pixel / camera.width) + 0.5);
      for (let i = 0; i < STEPS; i++)
        if (test.isInAll(middle * (1 - REACH + (2 * REACH * (i + 0.5)) / STEPS))) return true;
      return false;
    };
    const samples = samplesOf(one.mask);
    return samples.filter(isShared).length / samples.length;
  });
}
