import { scaleCamera, toCamera, type Camera } from './camera.ts';
import { depthAt, depthWhere, type DepthMap } from './depth-map.ts';
import { selectGaussians } from './filters.ts';
import { joinClouds, type GaussianCloud } from './gaussian-cloud.ts';
import type { RgbaImage } from './image.ts';
import { maskOf, photoSurfels } from './photo-surfels.ts';

/** Opacity from which on a Gaussian tells how deep its pixel is. */
const TELLS_DEPTH = 0.1;

/** What hangs before the photo's surface by more than this (world units) would hide it. */
const BEFORE = 0.03;

/** A photo that one of the reconstructor's cameras took, and the Gaussians that stand for that camera's pixels. */
export interface PhotoSide {
  /** Square, the mask as its alpha. */
  photo: RgbaImage;
  /** In the cloud's frame. */
  camera: Camera;
  /** Side of the picture that the reconstructor saw. */
  size: number;
  /** Per Gaussian its pixel of that picture, row·size + column; −1 for all other Gaussians. */
  pixels: Int32Array;
}

/**
 * The cloud with the photo itself on the side that it shows: the Gaussians of its camera give way to surfels, one per
 * pixel of the photo, at the depths that the reconstructor found. All others whose centres are off the photo's mask or
 * in front of its surface go: the camera would have seen them. Colours of SH degree 0.
 */
export function withPhotoSide(cloud: GaussianCloud, side: PhotoSide): GaussianCloud {
  const { photo, camera, size, pixels } = side;
  const { depth, opacity } = pictureOf(cloud, side);
  const own = scaleCamera(camera, photo.width);
  const mask = maskOf(photo);
  const step = size / photo.width;
  const possible = (i: number) => {
    const [x, y, z] = toCamera(own, cloud.xyz, 3 * i);
    const column = Math.floor((own.fx * x) / z + own.cx);
    const row = Math.floor((own.fy * y) / z + own.cy);
    const inside = Math.min(column, row) >= 0 && Math.max(column, row) < photo.width;
    if (!inside || mask[row * photo.width + column] === 0) return false;
    return z > depthAt(depth, step * (column + 0.5), step * (row + 0.5)) - BEFORE;
  };
  return joinClouds(
    photoSurfels(photo, camera, depth, opacity),
    selectGaussians(cloud, (i) => pixels[i] < 0 && possible(i)),
  );
}

/** What the camera's own Gaussians say of its pixels: how deep each is that the photo's mask touches, how opaque. */
function pictureOf(
  cloud: GaussianCloud,
  { photo, camera, size, pixels }: PhotoSide,
): { depth: DepthMap; opacity: Float32Array } {
  const z = new Float32Array(size ** 2);
  const opacity = new Float32Array(size ** 2);
  pixels.forEach((at, i) => {
    if (at < 0) return;
    opacity[at] = 1 / (1 + Math.exp(-cloud.opacityLogit[i]));
    const [, , deep] = toCamera(camera, cloud.xyz, 3 * i);
    if (opacity[at] >= TELLS_DEPTH && deep > 0) z[at] = deep;
  });
  const touched = new Uint8Array(size ** 2);
  const { width } = photo;
  const cell = (place: number) => Math.floor((place * size) / width);
  maskOf(photo).forEach((inside, at) => {
    if (inside) touched[cell(Math.floor(at / width)) * size + cell(at % width)] = 1;
  });
  return { depth: depthWhere({ size, z }, (at) => touched[at] === 1), opacity };
}
