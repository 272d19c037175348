import { toCamera, type Camera } from '../../core/camera/camera.ts';
import type { NdArray } from '../../core/image/image.ts';

export interface HeatmapOptions {
  /** Side of the (square) latent grid. */
  size: number;
  /** Standard deviation in latent pixels. */
  sigma: number;
  /** World units that a relative depth of one stands for. */
  depthScale: number;
  /** Distance of the cameras from the origin: the depth that counts as zero. */
  radius: number;
}

/**
 * Keypoints as the multi-view model sees them (docs/models.md): for every view, one Gaussian per
 * keypoint at its projection, then the same maps times the keypoint's relative depth.
 *
 * @param xyz world coordinates, 3·K
 * @param cameras square images of any size; they are rescaled to the latent grid
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

/** exp(−(i + ½ − centre)² / 2σ²) for every pixel i of a line. */
const bell = (centre: number, size: number, sigma: number) =>
  Float64Array.from({ length: size }, (_, i) =>
    Math.exp(-((i + 0.5 - centre) ** 2) / (2 * sigma * sigma)),
  );
