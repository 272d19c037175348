import { pixelOf, scaleCamera, type Camera } from '../camera/camera.ts';
import { selectGaussians } from '../gaussians/filters.ts';
import type { Reconstruction } from './reconstruction.ts';
import { FLOATER_MASK, FLOATER_VIEWS } from './thresholds.ts';

/**
 * The cloud without its floaters. A view excludes a Gaussian if the view's mask is below `FLOATER_MASK` at
 * the Gaussian's pixel and at the eight pixels around it. A Gaussian that `FLOATER_VIEWS` views or more
 * exclude is removed. A view does not exclude a Gaussian that is outside the view's picture or behind its
 * camera.
 * @param masks one mask per camera, of the reconstruction's size: how much of every pixel is mouse, 0…1
 */
export function withoutFloaters(
  { cloud, pixels, size }: Reconstruction,
  cameras: readonly Camera[],
  masks: readonly Float32Array[],
): Reconstruction {
  const views = cameras.map((camera, view) => ({
    camera: scaleCamera(camera, size),
    largest: largestAround(masks[view], size),
  }));
  const stays = Array.from({ length: cloud.count }, (_, i) => {
    const excluding = views.filter(({ camera, largest }) => {
      const hit = pixelOf(camera, cloud.xyz, 3 * i);
      return hit !== null && largest[hit.pixel] < FLOATER_MASK;
    });
    return excluding.length < FLOATER_VIEWS;
  });
  return {
    cloud: selectGaussians(cloud, (i) => stays[i]),
    pixels: pixels.filter((_, i) => stays[i]),
    size,
  };
}

/** Per pixel of a square plane: the largest value among the pixel and the eight pixels around it. */
function largestAround(plane: Float32Array, size: number): Float32Array {
  const along = (values: Float32Array, step: number, position: (at: number) => number) =>
    values.map((value, at) =>
      Math.max(
        value,
        position(at) > 0 ? values[at - step] : 0,
        position(at) < size - 1 ? values[at + step] : 0,
      ),
    );
  const rows = along(plane, 1, (at) => at % size);
  return along(rows, size, (at) => Math.floor(at / size));
}
