import { scaleCamera, toWorld, type Camera } from '../camera/camera.ts';
import { emptyCloud, SH_C0, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { boxMean } from '../image/box-mean.ts';
import type { RgbaImage } from '../image/image.ts';
import { depthSlope } from './depth-map.ts';
import type { Surface } from './strip-depth.ts';
import { surfelOf } from './surfel.ts';
import { MASK_ALPHA, MAX_SURFEL_SLOPE, SURFEL_OPACITY, SURFEL_SIGMA } from './thresholds.ts';

/** The mask of a cut-out, row-major: 1 where alpha is above `MASK_ALPHA`, else 0. */
export const maskOf = ({ width, height, data }: RgbaImage): Float32Array =>
  Float32Array.from({ length: width * height }, (_, at) => Number(data[4 * at + 3] > MASK_ALPHA));

/** What the surfels of a photo are made of. */
interface SurfelSource {
  photo: RgbaImage;
  /** The photo's camera; it may be given for another picture size. */
  camera: Camera;
  /** Depths of the photo's pixels, at the photo's size. */
  surface: Surface;
  /** Colours of the photo's pixels, corrected near the outline: 0…1, three per pixel. */
  colours: Float32Array;
  /** Whether it is the only photo. */
  isOnly: boolean;
}

/**
 * One surfel per pixel of a square photo's mask. A surfel has the pixel's colour.
 * It lies in the plane that fits the depths around the pixel. Pixels without a depth get no surfel. At the
 * outline surfels face the camera, because tilted surfels would stick out as spikes. In strips they are
 * tilted also at the outline: all pixels of a tail are near its outline, and the tail's depths are smooth.
 */
export function photoSurfels({
  photo,
  camera,
  surface,
  colours,
  isOnly,
}: SurfelSource): GaussianCloud {
  const { width } = photo;
  const photoCamera = scaleCamera(camera, width);
  const mask = maskOf(photo);
  // The coverage is below 1 at the outline, and in the wide window one pixel further inside, too.
  const [coverage, wide] = [1, 2].map((radius) => boxMean(mask, width, width, radius));
  const middle = (at: number) => [(at % width) + 0.5, Math.floor(at / width) + 0.5];
  const { z: depths, strip } = surface;
  const { inside, insideOnly, nearEdge, edge, across } = SURFEL_SIGMA;
  const along = isOnly ? insideOnly : inside;
  const covered = [...mask.keys()].filter((at) => mask[at] > 0 && depths[at] > 0);
  const cloud = emptyCloud(covered.length);
  cloud.opacityLogit.fill(Math.log(SURFEL_OPACITY / (1 - SURFEL_OPACITY)));
  covered.forEach((at, i) => {
    const [x, y] = middle(at);
    const z = depths[at];
    // World units per pixel at this depth.
    const pixel = z / photoCamera.fx;
    const slope = (axis: 0 | 1) => {
      const deeper = depthSlope(surface, [x, y], axis, 1);
      const most = coverage[at] < 1 && strip[at] === 0 ? 0 : MAX_SURFEL_SLOPE * pixel;
      return Math.min(Math.max(deeper, -most), most);
    };
    const centre = toWorld(photoCamera, [x, y], z);
    const to = (position: number[], deeper: number) =>
      toWorld(photoCamera, position, z + deeper).map((value, k) => value - centre[k]);
    const { logScale, rotation } = surfelOf(
      to([x + 1, y], slope(0)),
      to([x, y + 1], slope(1)),
      coverage[at] < 1 ? edge : wide[at] < 1 ? nearEdge : along,
      across * pixel,
    );
    cloud.xyz.set(centre, 3 * i);
    cloud.logScale.set(logScale, 3 * i);
    cloud.rotation.set(rotation, 4 * i);
    for (let c = 0; c < 3; c++) cloud.shDc[3 * i + c] = (colours[3 * at + c] - 0.5) / SH_C0;
  });
  return cloud;
}
