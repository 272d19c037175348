import { encode } from 'fast-png';
import type { Camera } from '../src/core/camera/camera.ts';
import { sphereCameras, sphereMask, sphereView } from '../src/test/photos/spheres.ts';

const png = (size: number, data: ArrayLike<number>) =>
  Buffer.from(encode({ width: size, height: size, data: Uint8Array.from(data) }));

const maskPng = (camera: Camera) => {
  const mask = sphereMask(camera);
  const rgba = Uint8Array.from({ length: 4 * mask.length }, (_, i) =>
    i % 4 === 3 ? 255 : 255 * mask[i >> 2],
  );
  return png(camera.width, rgba);
};

/** A camera file as FaceLift's. */
export const camerasJson = (cameras: readonly Camera[]): Buffer =>
  Buffer.from(
    JSON.stringify({
      frames: cameras.map(({ w2c, width: w, height: h, ...rest }) => ({
        ...{ ...rest, w, h, w2c: [...w2c] },
      })),
    }),
  );

/**
 * The pictures and masks of a sample that shows spheres, by their paths in its folder.
 * @param size width and height of a picture, pixels
 * @param subject colour of the spheres, 0…255
 */
export function sampleViews(size: number, subject = [120, 80, 60]): Record<string, Buffer> {
  const files: Record<string, Buffer> = {};
  for (const [i, camera] of sphereCameras(size).entries()) {
    const { data } = sphereView(camera, { background: 150, subject });
    files[`images/cam_${i}.png`] = png(size, data);
    files[`masks/cam_${i}.png`] = maskPng(camera);
  }
  return files;
}

/** The files of a whole sample, by their paths in its folder. */
export const sampleFiles = (size: number, cameras = sphereCameras(size)) => ({
  ...sampleViews(size),
  'opencv_cameras.json': camerasJson(cameras),
});
