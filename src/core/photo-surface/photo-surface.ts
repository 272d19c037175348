import { pixelOf, scaleCamera, toCamera, type Camera } from '../camera/camera.ts';
import { depthAt, depthWhere, type DepthMap } from './depth-map.ts';
import { selectGaussians } from '../gaussians/filters.ts';
import { joinClouds, type GaussianCloud } from '../gaussians/gaussian-cloud.ts';
import { shows, type PhotoFrame } from './photo-frame.ts';
import type { RgbaImage } from '../image/image.ts';
import { maskOf, photoSurfels } from './photo-surfels.ts';
import { surfaceOfMask, type Surface } from './strip-depth.ts';
import { stripsOf } from './strips.ts';

/** Opacity from which on a Gaussian tells how deep its pixel is. */
const TELLS_DEPTH = 0.1;

/**
 * What hangs more than this (world units) before the surface of the only photo is wrong, for the other sides are painted.
 * Photos of all sides have depths of one worth.
 */
const BEFORE_ONE_PHOTO = 0.06;

/** A tail or a leg is narrower than twice this, and at least so long (world units). */
const STRIP = { halfWidth: 0.035, shortest: 0.14 };

/** A photo that one of the reconstructor's cameras took. */
export interface PhotoSide {
  /** Index of the view that it is. */
  view: number;
  /** Square, the mask as its alpha. */
  photo: RgbaImage;
  /** In the cloud's frame. */
  camera: Camera;
  /** Where the photo ends though the mouse goes on; what is beyond stays as the reconstructor made it. */
  frame?: PhotoFrame;
}

/** A cloud as a reconstructor made it of square views of `size` pixels. */
export interface Reconstruction {
  cloud: GaussianCloud;
  /** Per Gaussian the pixel that it stands for: view·size² + row·size + column, −1 for those of none. */
  pixels: Int32Array;
  size: number;
}

/**
 * The cloud with the photos themselves on the sides that they show: the Gaussians of their cameras give way to surfels,
 * one per pixel of a photo, at the depths that the reconstructor found. Whatever of other cameras stands off a photo's
 * mask in its picture, or in front of its surface, goes: its camera would have seen that. Colours of SH degree 0.
 */
export function withPhotoSides(
  reconstruction: Reconstruction,
  sides: readonly PhotoSide[],
): GaussianCloud {
  const { cloud, pixels, size } = reconstruction;
  const before = sides.length > 1 ? Infinity : BEFORE_ONE_PHOTO;
  const painted = selectGaussians(cloud, (i) => {
    const [view, at] = [Math.floor(pixels[i] / size ** 2), pixels[i] % size ** 2];
    const side = sides.find((one) => one.view === view);
    return !side || !seen(side, (at % size) + 0.5, Math.floor(at / size) + 0.5, size);
  });
  const surfaces = sides.map((side) => surfaceOf(reconstruction, side, sides.length === 1));
  const surfels = sides.map(({ photo, camera }, n) => photoSurfels(photo, camera, surfaces[n]));
  const all = [...surfels, painted].reduce(joinClouds);
  const ends = surfels.map((_, n) =>
    surfels.slice(0, n + 1).reduce((sum, { count }) => sum + count, 0),
  );
  const possible = sides.map((side, n) => possibleFor(side, surfaces[n], before));
  return selectGaussians(all, (i) =>
    possible.every((fits, n) => (i < ends[n] && i >= (ends[n - 1] ?? 0)) || fits(all.xyz, i)),
  );
}

/** Whether a side's photo shows the place in a picture of `size` pixels a side. */
const seen = ({ frame }: PhotoSide, x: number, y: number, size: number): boolean =>
  !frame || shows(frame, x / size, y / size);

/** Whether a camera that took a photo can have overlooked a Gaussian: out of the picture, or on the mask behind the surface. */
function possibleFor(side: PhotoSide, depth: DepthMap, before: number) {
  const { photo, camera } = side;
  const own = scaleCamera(camera, photo.width);
  const mask = maskOf(photo);
  const step = depth.size / photo.width;
  return (xyz: Float32Array, i: number): boolean => {
    const place = pixelOf(own, xyz, 3 * i);
    if (!place || !seen(side, place.column + 0.5, place.row + 0.5, photo.width)) return true;
    const { column, row, pixel, z } = place;
    if (mask[pixel] === 0) return false;
    return z > depthAt(depth, step * (column + 0.5), step * (row + 0.5)) - before;
  };
}

/** How deep a photo's pixels are by what its camera's own Gaussians say; with strips on curves where it is the only photo. */
function surfaceOf(reconstruction: Reconstruction, side: PhotoSide, only: boolean): Surface {
  const { photo, camera } = side;
  const coarse = depthsOf(reconstruction, side);
  const mask = maskOf(photo);
  const known = coarse.z.filter((z) => z > 0);
  if (!only || known.length === 0) return surfaceOfMask(mask, coarse, photo.width, []);
  const mean = known.reduce((sum, z) => sum + z, 0) / known.length;
  const perUnit = scaleCamera(camera, photo.width).fx / mean;
  const { halfWidth, shortest } = STRIP;
  const strips = stripsOf(mask, photo.width, Math.round(halfWidth * perUnit), shortest * perUnit);
  return surfaceOfMask(mask, coarse, photo.width, strips);
}

/** How deep a camera's own Gaussians say that its pixels are, of those that the photo's mask touches. */
function depthsOf(
  { cloud, pixels, size }: Reconstruction,
  { view, photo, camera }: PhotoSide,
): DepthMap {
  const z = new Float32Array(size ** 2);
  pixels.forEach((pixel, i) => {
    if (Math.floor(pixel / size ** 2) !== view) return;
    const at = pixel % size ** 2;
    const opacity = 1 / (1 + Math.exp(-cloud.opacityLogit[i]));
    const [, , deep] = toCamera(camera, cloud.xyz, 3 * i);
    if (opacity >= TELLS_DEPTH && deep > 0) z[at] = deep;
  });
  const touched = new Uint8Array(size ** 2);
  const { width } = photo;
  const cell = (place: number) => Math.floor((place * size) / width);
  maskOf(photo).forEach((inside, at) => {
    if (inside) touched[cell(Math.floor(at / width)) * size + cell(at % width)] = 1;
  });
  return depthWhere({ size, z }, (at) => touched[at] === 1);
}
