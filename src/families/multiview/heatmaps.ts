import { toCamera, type Camera } from '../../core/camera/camera.ts';
import type { NdArray } from '../../core/image/image.ts';

interface HeatmapOptions {
  /** Latents along a side of the square latent grid. */
  size: number;
  /** Standard deviation in latent pixels. */
  sigma: number;
  /** World units per unit of relative depth. */
  depthScale: number;
  /** Distance of the cameras from the origin, in world units. At this depth the relative depth is zero. */
  radius: number;
}

/**
 * The heat maps that the multi-view model takes (docs/models.md). Each view first has one map per keypoint: a
 * bell curve at the keypoint's projection. Then the same maps follow, multiplied by the keypoint's relative
 * depth.
 *
 * @param xyz K keypoints in the cameras' frame, 3·K numbers
 * @param cameras cameras of square pictures of any size; they are scaled to the latent grid
 * @returns [views, 2·K, size, size]
 */
export function heatmaps(
  xyz: Float32Array,
  cameras: readonly Camera[],
  { size, sigma, depthScale, radius }: HeatmapOptions,
): NdArray {
  const keypoints = xyz.length / 3;
  const plane = size * size;
  const data = new Float32Array(cameras.length * 2 * keypoints * plane);
  cameras.forEach((camera, view) => {
    for (let k = 0; k < keypoints; k++) {
      const [x, y, z] = toCamera(camera, xyz, 3 * k);
      const column = bell(((camera.fx * x) / z + camera.cx) * (size / camera.width), size, sigma);
      const row = bell(((camera.fy * y) / z + camera.cy) * (size / camera.height), size, sigma);
      const depth = (z - radius) / depthScale;
      const heat = (view * 2 * keypoints + k) * plane;
      const weighted = heat + keypoints * plane;
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) {
          const value = row[i] * column[j];
          data[heat + i * size + j] = value;
          data[weighted + i * size + j] = value * depth;
        }
    }
  });
  return { shape: [cameras.length, 2 * keypoints, size, size], data };
}

/** exp(−(i + ½ − centre)² / 2σ²) for every i below `size`. */
const bell = (centre: number, size: number, sigma: number) =>
  Float64Array.from({ length: size }, (_, i) =>
    Math.exp(-((i + 0.5 - centre) ** 2) / (2 * sigma * sigma)),
  );
