import type { Camera } from '../../../src/core/camera/camera.ts';
import { SH_C0, type GaussianCloud } from '../../../src/core/gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../../../src/core/image/image.ts';
import { SURFEL_OPACITY } from '../../../src/core/photo-surface/thresholds.ts';
import { CpuRasterizer } from '../../../src/core/rasterize/rasterize.ts';
import { draw } from './draw.ts';

const SURFEL_LOGIT = Math.log(SURFEL_OPACITY / (1 - SURFEL_OPACITY));

/** Draws a cloud whose photo surfels are white and whose other Gaussians are black. */
function labelled(cloud: GaussianCloud): CpuRasterizer {
  const shDc = cloud.shDc.map((_, i) => {
    const isSurfel = Math.abs(cloud.opacityLogit[Math.floor(i / 3)] - SURFEL_LOGIT) < 1e-4;
    return (isSurfel ? 0.5 : -0.5) / SH_C0;
  });
  const rasterizer = new CpuRasterizer();
  rasterizer.loadNow({ ...cloud, shDc });
  return rasterizer;
}

/** Mean of the nine pixels around a pixel: three colours, 0…255. */
function around({ width, data }: RgbaImage, at: number): number[] {
  const nine = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => at + dy * width + dx));
  return [0, 1, 2].map((c) => nine.reduce((sum, i) => sum + data[4 * i + c], 0) / 9);
}

/** Mean absolute difference of the colours at two pixels. */
const step = (image: RgbaImage, a: number, b: number): number => {
  const [from, to] = [around(image, a), around(image, b)];
  return (
    (Math.abs(from[0] - to[0]) + Math.abs(from[1] - to[1]) + Math.abs(from[2] - to[2])) / 3
  );
};

/**
 * The step of colour where the photo's surfels meet the painted side, 0…255: the mean difference of the colours three pixels
 * apart across the border, less the same difference in the true picture. Null if the picture shows no border.
 * @param both pixels inside both outlines
 */
export function seamOf(cloud: GaussianCloud) {
  const labels = labelled(cloud);
  return (
    found: RgbaImage,
    truth: RgbaImage,
    both: readonly boolean[],
    camera: Camera,
  ): number | null => {
    const { width } = truth;
    const { image: label, coverage } = draw(labels, camera, 4);
    // The background is white.
    const share = Array.from(coverage, (a, i) => (label.data[4 * i] / 255 - 1 + a) / a);
    const inside = (at: number) =>
      [-1, 0, 1].every((dy) => [-1, 0, 1].every((dx) => both[at + dy * width + dx]));
    let [sum, count] = [0, 0];
    for (let at = 0; at < width * width; at++)
      for (const along of [1, width]) {
        const [before, after, here] = [at - along, at + 2 * along, at + along];
        if (!inside(before) || !inside(after) || share[at] > 0.5 === share[here] > 0.5) continue;
        sum += step(found, before, after) - step(truth, before, after);
        count += 1;
      }
    return count > 0 ? sum / count : null;
  };
}
