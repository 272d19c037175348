import { pixelOf, scaleCamera, type Camera } from '../camera/camera.ts';
import { axisOf } from '../camera/meeting-point.ts';
import { SH_C0, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../image/image.ts';
import type { DepthMap } from './depth-map.ts';
import { maskOf } from './photo-surfels.ts';
import { BLEND } from './thresholds.ts';

/** A photo with its camera, the depths of its pixels, and its surfels. */
interface PhotoLayer {
  photo: RgbaImage;
  camera: Camera;
  depths: DepthMap;
  surfels: GaussianCloud;
  /** Colours of the photo's pixels, 0…1, interleaved: 3 per pixel. */
  colours: Float32Array;
}

/** The normal of surfel i: its third axis, a unit vector. Its sign is not defined. */
function normalOf({ rotation }: GaussianCloud, i: number): [number, number, number] {
  const [w, x, y, z] = rotation.subarray(4 * i, 4 * i + 4);
  return [2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)];
}

/**
 * Blends the colours of surfels from several photos. Photos differ in light, and a surfel that is seen at a flat angle has
 * the colours of an edge. Where surfels of two photos lie over each other, patches would be seen. So each surfel gets the
 * mean of the colours in all photos that see it, weighted by the cosine of the angle of view to the power `BLEND.power`.
 * A photo sees a surfel if it is at most `BLEND.behind` behind the photo's surface. Changes the surfels' colours.
 */
export function blendColours(layers: readonly PhotoLayer[]): void {
  const views = layers.map(({ photo, camera, depths, colours }) => ({
    camera: scaleCamera(camera, photo.width),
    centre: axisOf(camera.w2c).centre,
    mask: maskOf(photo),
    depths,
    colours,
  }));
  for (const { surfels } of layers) {
    const blended = surfels.shDc.slice();
    for (let i = 0; i < surfels.count; i++) {
      const normal = normalOf(surfels, i);
      const sum = [0, 0, 0];
      let total = 0;
      for (const { camera, centre, mask, depths, colours } of views) {
        const hit = pixelOf(camera, surfels.xyz, 3 * i);
        if (!hit || mask[hit.pixel] === 0) continue;
        if (hit.z > depths.z[hit.pixel] + BLEND.behind) continue;
        const to = [0, 1, 2].map((k) => centre[k] - surfels.xyz[3 * i + k]);
        const along = to[0] * normal[0] + to[1] * normal[1] + to[2] * normal[2];
        const weight = Math.abs(along / Math.hypot(...to)) ** BLEND.power;
        total += weight;
        for (let c = 0; c < 3; c++) sum[c] += weight * colours[3 * hit.pixel + c];
      }
      if (total === 0) continue;
      for (let c = 0; c < 3; c++) blended[3 * i + c] = (sum[c] / total - 0.5) / SH_C0;
    }
    surfels.shDc.set(blended);
  }
}
