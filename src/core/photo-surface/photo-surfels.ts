import { boxMean } from '../image/box-mean.ts';
import { scaleCamera, toWorld, type Camera } from '../camera/camera.ts';
import { depthSlope } from './depth-map.ts';
import { edgeColours } from './edge-colours.ts';
import { emptyCloud, SH_C0, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../image/image.ts';
import type { Surface } from './strip-depth.ts';
import { surfelOf } from './surfel.ts';

/**
 * Of every surfel, whatever the reconstructor gave its pixel: the photo is sure that there is something, and a surfel that
 * one can see through leaves holes in the mouse, or a shell round it, as seen from close by.
 */
const OPACITY = 0.95;

/** Standard deviations in the photo's pixels: along the surface, at the outline (it must not grow), and across. */
const SIGMA = { along: 0.5, edge: 0.4, across: 0.25 };

/**
 * From one pixel to the next a surfel's plane gets no more than this deeper, in pixels. At the outline it faces the
 * camera, or it would bristle; but a tail is all outline, and its depths are smooth.
 */
const STEEPEST = 2;

/** 1 where a cut-out's alpha is above one half, else 0. */
export const maskOf = ({ width, height, data }: RgbaImage): Float32Array =>
  Float32Array.from({ length: width * height }, (_, at) => Number(data[4 * at + 3] > 127));

/**
 * One surfel per pixel of a square photo's mask, its colour the pixel's, in the surface that the depths tell. Pixels
 * without a depth get none.
 * @param camera the photo's, for pictures of any size
 * @param surface of the photo's pixels
 */
export function photoSurfels(photo: RgbaImage, camera: Camera, surface: Surface): GaussianCloud {
  const { width } = photo;
  const own = scaleCamera(camera, width);
  const mask = maskOf(photo);
  const share = boxMean(mask, width, width, 1);
  const colours = edgeColours(photo, mask);
  const middle = (at: number) => [(at % width) + 0.5, Math.floor(at / width) + 0.5];
  const { z: depths, strip } = surface;
  const seen = [...mask.keys()].filter((at) => mask[at] > 0 && depths[at] > 0);
  const cloud = emptyCloud(seen.length);
  cloud.opacityLogit.fill(Math.log(OPACITY / (1 - OPACITY)));
  seen.forEach((at, i) => {
    const [x, y] = middle(at);
    const z = depths[at];
    const pixel = z / own.fx;
    const slope = (axis: 0 | 1) => {
      const deeper = depthSlope(surface, [x, y], axis, 1);
      const most = share[at] < 1 && strip[at] === 0 ? 0 : STEEPEST * pixel;
      return Math.min(Math.max(deeper, -most), most);
    };
    const centre = toWorld(own, [x, y], z);
    const to = (place: number[], deep: number) =>
      toWorld(own, place, z + deep).map((value, k) => value - centre[k]);
    const { logScale, rotation } = surfelOf(
      to([x + 1, y], slope(0)),
      to([x, y + 1], slope(1)),
      share[at] < 1 ? SIGMA.edge : SIGMA.along,
      SIGMA.across * pixel,
    );
    cloud.xyz.set(centre, 3 * i);
    cloud.logScale.set(logScale, 3 * i);
    cloud.rotation.set(rotation, 4 * i);
    for (let c = 0; c < 3; c++) cloud.shDc[3 * i + c] = (colours[3 * at + c] - 0.5) / SH_C0;
  });
  return cloud;
}
