import { pixelOf, scaleCamera, toCamera, type Camera } from '../camera/camera.ts';
import { fadeGaussians, selectGaussians } from '../gaussians/filters.ts';
import { joinClouds, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../image/image.ts';
import { agreeColours } from './agree-colours.ts';
import { blendColours } from './blend-colours.ts';
import { depthAt, depthWithin, type DepthMap } from './depth-map.ts';
import { edgeColours } from './edge-colours.ts';
import { harmonise } from './harmonise.ts';
import { depthsInHull, hullView } from './hull-depth.ts';
import { isInFrame, type PhotoFrame } from './photo-frame.ts';
import { maskOf, photoSurfels } from './photo-surfels.ts';
import { between } from './ramp.ts';
import type { Reconstruction } from './reconstruction.ts';
import { surfaceOfMask, type Surface } from './strip-depth.ts';
import { stripsOf } from './strips.ts';
import { FRONT_RAMP, MAX_IN_FRONT_OF_ONLY_PHOTO, OPACITY_FOR_DEPTH, STRIP } from './thresholds.ts';

/** A photo that is one of the reconstructor's views. */
interface PhotoOfView {
  /** Index of the view. */
  view: number;
  /** Square picture whose alpha is the mask. */
  photo: RgbaImage;
  /** The camera of the view, in the cloud's coordinate system. */
  camera: Camera;
  /** Where the photo cuts the mouse off. The reconstructor's Gaussians beyond this frame are kept. */
  frame?: PhotoFrame;
}

/**
 * The cloud with the photos' surfaces. The Gaussians of the photos' views are replaced by surfels. Each pixel
 * of a photo's mask gets one surfel, at the depth that the reconstructor found. A Gaussian of another view is
 * removed if it projects into a photo but not onto the photo's mask. If there is only one photo, a Gaussian
 * in front of the photo's surface is removed too. A photo's surfels are removed if they project into another
 * photo but not onto that photo's mask. docs/photo-surface.md describes the steps.
 * @param photos at most one per view
 * @param pause awaited after each photo, with the fraction that is done
 * @param cameras of all views, if views without a photo are painted. Their colours are then brought to one another, and to
 *   the photo's
 * @returns the photos' surfels first, then the other Gaussians; colours of SH degree 0
 */
export async function withPhotoSurface(
  reconstruction: Reconstruction,
  photos: readonly PhotoOfView[],
  pause: (done: number) => Promise<void> = () => Promise.resolve(),
  cameras?: readonly Camera[],
): Promise<GaussianCloud> {
  const { cloud, pixels, size } = reconstruction;
  const maxInFront = photos.length > 1 ? Infinity : MAX_IN_FRONT_OF_ONLY_PHOTO;
  const isOther = (i: number) => {
    const [view, at] = [Math.floor(pixels[i] / size ** 2), pixels[i] % size ** 2];
    const photo = photos.find((one) => one.view === view);
    return !photo || !covers(photo, (at % size) + 0.5, Math.floor(at / size) + 0.5, size);
  };
  const others = selectGaussians(cloud, isOther);
  const stay = pixels.filter((_, i) => isOther(i));
  if (cameras && photos.length === 1)
    agreeColours({ cloud: others, pixels: stay, size }, cameras, (view) => view !== photos[0].view);
  const hull = photos.map(hullView);
  const surfaces: Surface[] = [];
  for (const [n, photo] of photos.entries()) {
    const surface = surfaceOf(reconstruction, photo, photos.length === 1);
    const rest = hull.filter((_, other) => other !== n);
    surfaces.push(depthsInHull(surface, photo, rest));
    await pause((n + 1) / (photos.length + 1));
  }
  const colours = photos.map(({ photo }) => edgeColours(photo, maskOf(photo)));
  const surfels = photos.map(({ photo, camera }, n) =>
    photoSurfels({
      ...{ photo, camera, surface: surfaces[n], colours: colours[n] },
      isOnly: photos.length === 1,
    }),
  );
  if (photos.length === 1)
    harmonise(others, {
      ...{ mask: maskOf(photos[0].photo), colours: colours[0], camera: photos[0].camera },
      ...{ depths: surfaces[0], width: photos[0].photo.width },
    });
  else
    blendColours(
      photos.map(({ photo, camera }, n) => ({
        ...{ photo, camera, surfels: surfels[n], colours: colours[n] },
        depths: surfaces[n],
      })),
    );
  const all = [...surfels, others].reduce(joinClouds);
  // The surfels of photo n are the Gaussians ends[n − 1] … ends[n] − 1.
  const ends = surfels.map((_, n) =>
    surfels.slice(0, n + 1).reduce((sum, { count }) => sum + count, 0),
  );
  const tests = photos.map((photo, n) => agreement(photo, surfaces[n], maxInFront));
  return fadeGaussians(all, (i) =>
    tests.reduce(
      (least, agrees, n) =>
        i < ends[n] && i >= (ends[n - 1] ?? 0) ? least : Math.min(least, agrees(all.xyz, i)),
      1,
    ),
  );
}

/**
 * Whether a photo covers the position x, y of its view. The position is in pixels of a picture of `size`²
 * pixels.
 */
const covers = ({ frame }: PhotoOfView, x: number, y: number, size: number): boolean =>
  !frame || isInFrame(frame, x / size, y / size);

/**
 * Returns a function that tells how much Gaussian i agrees with a photo, 0…1. A Gaussian outside the photo agrees.
 * A Gaussian inside agrees if it projects onto the mask and is less than `maxInFront` world units in front of
 * the photo's surface. Both ends are ramps: the last bits of a position must not decide.
 */
function agreement(of: PhotoOfView, depth: DepthMap, maxInFront: number) {
  const { photo, camera } = of;
  const { width } = photo;
  const photoCamera = scaleCamera(camera, width);
  const mask = maskOf(photo);
  const step = depth.size / width;
  return (xyz: Float32Array, i: number): number => {
    const hit = pixelOf(photoCamera, xyz, 3 * i);
    if (!hit || !covers(of, hit.column + 0.5, hit.row + 0.5, width)) return 1;
    const { x, y, z } = hit;
    const inside = bilinear(mask, width, x, y);
    if (inside === 0 || maxInFront === Infinity) return inside;
    const front = depthAt(depth, step * x, step * y) - z;
    return inside * (1 - between(front, [maxInFront - FRONT_RAMP, maxInFront + FRONT_RAMP]));
  };
}

/** The value of a square plane at a position, pixels, centres at + 0.5. Beyond the plane its border goes on. */
function bilinear(plane: Float32Array, width: number, x: number, y: number): number {
  const at = (i: number, j: number) =>
    plane[Math.min(Math.max(j, 0), width - 1) * width + Math.min(Math.max(i, 0), width - 1)];
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [u, v] = [x - 0.5 - left, y - 0.5 - top];
  const row = (j: number) => (1 - u) * at(left, j) + u * at(left + 1, j);
  return (1 - v) * row(top) + v * row(top + 1);
}

/**
 * The depths of a photo's pixels, from the Gaussians of the photo's view. If there is only one photo, the
 * depths of tails and legs are put on curves.
 */
function surfaceOf(reconstruction: Reconstruction, of: PhotoOfView, isOnly: boolean): Surface {
  const { photo, camera } = of;
  const coarse = viewDepths(reconstruction, of);
  const mask = maskOf(photo);
  const depths = coarse.z.filter((z) => z > 0);
  if (!isOnly || depths.length === 0) return surfaceOfMask(mask, coarse, photo.width, []);
  const mean = depths.reduce((sum, z) => sum + z, 0) / depths.length;
  // Pixels of the photo per world unit, at the mean depth.
  const perUnit = scaleCamera(camera, photo.width).fx / mean;
  const { halfWidth, minLength } = STRIP;
  const strips = stripsOf(mask, photo.width, Math.round(halfWidth * perUnit), minLength * perUnit);
  return surfaceOfMask(mask, coarse, photo.width, strips);
}

/**
 * The depths of the Gaussians that were made for a view: one per pixel of the view that the photo's mask
 * touches.
 */
function viewDepths(
  { cloud, pixels, size }: Reconstruction,
  { view, photo, camera }: PhotoOfView,
): DepthMap {
  const z = new Float32Array(size ** 2);
  const trust = new Float32Array(size ** 2);
  pixels.forEach((pixel, i) => {
    if (Math.floor(pixel / size ** 2) !== view) return;
    const at = pixel % size ** 2;
    const opacity = 1 / (1 + Math.exp(-cloud.opacityLogit[i]));
    const [, , depth] = toCamera(camera, cloud.xyz, 3 * i);
    if (depth <= 0) return;
    z[at] = depth;
    trust[at] = between(opacity, OPACITY_FOR_DEPTH);
  });
  const touched = new Uint8Array(size ** 2);
  const { width } = photo;
  const cell = (pixel: number) => Math.floor((pixel * size) / width);
  maskOf(photo).forEach((inside, at) => {
    if (inside) touched[cell(Math.floor(at / width)) * size + cell(at % width)] = 1;
  });
  return depthWithin({ size, z }, (at) => touched[at] === 1, trust);
}
