import { toCamera, type Camera } from '../../core/camera/camera.ts';
import { orbitCamera } from '../../core/camera/orbit.ts';
import { drawn, type Colour } from './drawn.ts';

/** A body, a head and the end of a tail, beside the origin: x, y, z and radius, world units. */
const SPHERES = [
  [0.4, -0.3, 0, 0.25],
  [0.75, -0.2, 0.05, 0.15],
  [-0.3, -0.4, 0.2, 0.06],
];

/** The middle of the spheres, by their volumes. */
export const SPHERE_MIDDLE: readonly number[] = [0, 1, 2].map((k) => {
  const volume = (radius: number) => radius ** 3;
  const all = SPHERES.reduce((sum, [, , , radius]) => sum + volume(radius), 0);
  return SPHERES.reduce((sum, sphere) => sum + volume(sphere[3]) * sphere[k], 0) / all;
});

/** Six cameras around the spheres, at two heights. */
export const sphereCameras = (size: number): Camera[] =>
  [0, 50, 110, 180, 230, 310].map((azimuth, i) =>
    orbitCamera(azimuth, i % 2 ? 35 : 5, 2.7, 50, size),
  );

/** Which pixels of a camera show the spheres. */
function seenBy(camera: Camera): (x: number, y: number) => boolean {
  const discs = SPHERES.map(([x, y, z, radius]) => {
    const [u, v, depth] = toCamera(camera, Float32Array.of(x, y, z), 0);
    const { fx, cx, fy, cy } = camera;
    return [(fx * u) / depth + cx, (fy * v) / depth + cy, (fx * radius) / depth];
  });
  return (x, y) => discs.some(([u, v, radius]) => Math.hypot(x + 0.5 - u, y + 0.5 - v) < radius);
}

/** The picture that a camera takes of the spheres. */
export function sphereView(
  camera: Camera,
  { subject = 90, background = 255 }: { subject?: Colour; background?: Colour } = {},
) {
  const isSubject = seenBy(camera);
  return drawn(camera.width, camera.height, (x, y) => (isSubject(x, y) ? subject : background));
}

/** The mask of the same picture. */
export function sphereMask(camera: Camera): Uint8Array {
  const isSubject = seenBy(camera);
  const { width, height } = camera;
  return Uint8Array.from({ length: width * height }, (_, i) =>
    Number(isSubject(i % width, Math.floor(i / width))),
  );
}
