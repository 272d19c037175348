import { orbitCamera } from '../../core/camera/orbit.ts';
import { scaleCamera, type Camera } from '../../core/camera/camera.ts';
import { viewsOfRig, type CameraRig, type Rig } from '../../core/camera/rig.ts';
import { AppError } from '../../core/errors.ts';
import { FACELIFT_FILE_DEG, FACELIFT_RIG } from '../../families/facelift-rig.ts';

/**
 * Two cameras are the same if none of the compared numbers differs by this much or more. The numbers are the entries
 * of w2c (world units for the translation), and fx and cx divided by the width. Camera files contain numbers that were
 * rounded to float32.
 */
const CLOSE = 1e-4;

const isSameCamera = (a: Camera, b: Camera): boolean =>
  Math.abs(a.fx / a.width - b.fx / b.width) < CLOSE &&
  Math.abs(a.cx / a.width - b.cx / b.width) < CLOSE &&
  a.w2c.every((value, i) => Math.abs(value - b.w2c[i]) < CLOSE);

/** Whether these are the six cameras of FaceLift's camera file, in its order. */
export const isFaceLift = (cameras: readonly Camera[]): boolean =>
  cameras.length === FACELIFT_FILE_DEG.length &&
  FACELIFT_FILE_DEG.every((azimuth, i) => {
    const { elevationDeg, radius, fovDeg, imageSize } = FACELIFT_RIG;
    return isSameCamera(cameras[i], orbitCamera(azimuth, elevationDeg, radius, fovDeg, imageSize));
  });

/** FNV-1a hash (32 bits, hex) of the cameras' numbers as float32. So files with the same cameras give the same rig id. */
function fingerprint(cameras: readonly Camera[]): string {
  let hash = 0x811c9dc5;
  for (const { fx, fy, cx, cy, w2c } of cameras)
    for (const byte of new Uint8Array(new Float32Array([fx, fy, cx, cy, ...w2c]).buffer))
      hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

const distance = ({ w2c: m }: Camera): number => Math.hypot(m[3], m[7], m[11]);

/** Largest number of cameras that pack.json allows. */
export const MAX_CAMERAS = 32;

/** Smallest and largest side of a view that pack.json allows, pixels. */
const [MIN_SIDE, MAX_SIDE] = [8, 4096];

/** Largest mean distance of the cameras from the origin that pack.json allows, world units. */
const MAX_RADIUS = 1000;

const unfit = (path: string, why: string) =>
  new AppError('cameras-unfit', {
    message: `${path}: ${why}`,
    stage: 'load',
    values: { file: path },
  });

/**
 * Makes a rig from the cameras of a file. If they are FaceLift's six cameras, the result is FaceLift's rig. Otherwise
 * the cameras stay in the order of the file. All intrinsics are scaled to the picture size of the first camera.
 *
 * @throws AppError `cameras-unfit` for more than 32 cameras, for pictures that are not square or too small or large, and
 * for cameras too far from the origin
 */
export function rigOf(given: readonly Camera[], path: string): Rig {
  if (given.length > MAX_CAMERAS)
    throw unfit(path, `${given.length} cameras, at most ${MAX_CAMERAS} make a rig`);
  const oblong = given.find(({ width, height }) => width !== height);
  if (oblong)
    throw unfit(path, `a picture of ${oblong.width} × ${oblong.height}: views are square`);
  const imageSize = given[0].width;
  if (imageSize < MIN_SIDE || imageSize > MAX_SIDE)
    throw unfit(path, `pictures of ${imageSize} pixels, not ${MIN_SIDE} to ${MAX_SIDE}`);
  const cameras = given.map((camera) => scaleCamera(camera, imageSize));
  if (isFaceLift(cameras)) return FACELIFT_RIG;
  const radius = cameras.reduce((sum, camera) => sum + distance(camera), 0) / cameras.length;
  if (radius === 0 || radius > MAX_RADIUS)
    throw unfit(path, `the cameras are ${radius} from the origin, not up to ${MAX_RADIUS}`);
  const rig: CameraRig = {
    id: `cameras-${fingerprint(cameras)}`,
    radius,
    imageSize,
    cameras: cameras.map(({ fx, fy, cx, cy, w2c }) => ({ fx, fy, cx, cy, w2c: [...w2c] })),
  };
  return rig;
}

/**
 * Checks that a rig has one camera for each view of the multi-view model.
 * @throws AppError `cameras-unfit`
 */
export function requireCameras(rig: Rig, path: string, views: number): void {
  const count = viewsOfRig(rig);
  if (count !== views) throw unfit(path, `${count} cameras, but the UNet has ${views} views`);
}
