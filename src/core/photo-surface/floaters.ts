import { pixelOf, scaleCamera, type Camera } from '../camera/camera.ts';
import { selectGaussians } from '../gaussians/filters.ts';
import type { Reconstruction } from './photo-surface.ts';

/** So many cameras must look past a Gaussian: painted views disagree, and one of them may well have forgotten a paw. */
const CAMERAS = 3;

/** A pixel that is less mouse than this, like all around it, shows none. */
const NOTHING = 0.2;

/**
 * A cloud without what most of its cameras look past: Gaussians that are seen where the mask of the view, and of the eight
 * pixels around, has nothing, in three views or more. Out of a picture they are not seen.
 * @param masks how much of every pixel is mouse, 0…1, one per camera, all of the reconstruction's size
 */
export function withoutFloaters(
  { cloud, pixels, size }: Reconstruction,
  cameras: readonly Camera[],
  masks: readonly Float32Array[],
): Reconstruction {
  const outlines = cameras.map((camera, view) => ({
    camera: scaleCamera(camera, size),
    most: mostAround(masks[view], size),
  }));
  const stays = Array.from({ length: cloud.count }, (_, i) => {
    const past = outlines.filter(({ camera, most }) => {
      const seen = pixelOf(camera, cloud.xyz, 3 * i);
      return seen !== null && most[seen.pixel] < NOTHING;
    });
    return past.length < CAMERAS;
  });
  return {
    cloud: selectGaussians(cloud, (i) => stays[i]),
    pixels: pixels.filter((_, i) => stays[i]),
    size,
  };
}

/** The largest value of each pixel and the eight around it, of a square plane. */
function mostAround(plane: Float32Array, size: number): Float32Array {
  const along = (values: Float32Array, step: number, place: (at: number) => number) =>
    values.map((value, at) =>
      Math.max(
        value,
        place(at) > 0 ? values[at - step] : 0,
        place(at) < size - 1 ? values[at + step] : 0,
      ),
    );
  const rows = along(plane, 1, (at) => at % size);
  return along(rows, size, (at) => Math.floor(at / size));
}
