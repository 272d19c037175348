import { mapCamera } from './similarity.ts';
import { turnFromZ } from './upright.ts';

/** Pinhole camera, OpenCV axes (x right, y down, z forward); the centre of pixel (i, j) is (j + 0.5, i + 0.5). */
export interface Camera {
  width: number;
  height: number;
  fx: number;
  fy: number;
  cx: number;
  cy: number;
  /** World to camera, 4×4 row-major. */
  w2c: Float64Array<ArrayBuffer>;
}

/** Cameras on a circle around the Z axis, looking at the origin (docs/models.md). */
export interface RingRig {
  id: string;
  /** World units from the origin. */
  radius: number;
  fovDeg: number;
  elevationDeg: number;
  /** One per view; azimuth 270° is the front (−Y). */
  azimuthsDeg: readonly number[];
  /** Nominal square image size in pixels. */
  imageSize: number;
}

/** Cameras one by one, as a lab calibrated them. */
export interface CameraRig {
  id: string;
  /** Mean distance from the origin, world units. */
  radius: number;
  /** Side of the square images that the intrinsics are for, pixels. */
  imageSize: number;
  cameras: readonly {
    fx: number;
    fy: number;
    cx: number;
    cy: number;
    /** World to camera, 4×4 row-major. */
    w2c: readonly number[];
  }[];
}

/** The cameras that the parts of a pack were trained with. */
export type Rig = RingRig | CameraRig;

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/**
 * Camera on the sphere of `radius` around the origin, looking at it, world Z up.
 * Camera centre = r·(cos el·cos az, cos el·sin az, sin el).
 */
export function orbitCamera(
  azimuthDeg: number,
  elevationDeg: number,
  radius: number,
  fovDeg: number,
  size: number,
): Camera {
  const az = radians(azimuthDeg);
  const el = radians(elevationDeg);
  const cos = Math.cos(el);
  const centre = [radius * cos * Math.cos(az), radius * cos * Math.sin(az), radius * Math.sin(el)];
  const z = centre.map((c) => -c / radius);
  // x = z × up, normalised: (z_y, −z_x, 0) / |…|
  const flat = Math.hypot(z[0], z[1]);
  const x = [z[1] / flat, -z[0] / flat, 0];
  const y = [z[1] * x[2] - z[2] * x[1], z[2] * x[0] - z[0] * x[2], z[0] * x[1] - z[1] * x[0]];
  const dot = (a: number[]) => -(a[0] * centre[0] + a[1] * centre[1] + a[2] * centre[2]);
  const focal = size / 2 / Math.tan(radians(fovDeg) / 2);
  return {
    width: size,
    height: size,
    fx: focal,
    fy: focal,
    cx: size / 2,
    cy: size / 2,
    w2c: new Float64Array([...x, dot(x), ...y, dot(y), ...z, dot(z), 0, 0, 0, 1]),
  };
}

/** The same camera for the picture scaled to a square of `size` pixels. */
export const scaleCamera = (camera: Camera, size: number): Camera => ({
  ...camera,
  width: size,
  height: size,
  fx: (camera.fx * size) / camera.width,
  fy: (camera.fy * size) / camera.height,
  cx: (camera.cx * size) / camera.width,
  cy: (camera.cy * size) / camera.height,
});

/** Point number `at / 3` of a list of points in the camera's axes: x right, y down, z forward. */
export const toCamera = ({ w2c: m }: Camera, xyz: Float32Array, at: number): number[] =>
  [0, 4, 8].map(
    (row) => m[row] * xyz[at] + m[row + 1] * xyz[at + 1] + m[row + 2] * xyz[at + 2] + m[row + 3],
  );

/** The point of the world that a camera has at a place of its picture (pixels, centres at + 0.5), `depth` along z. */
export const toWorld = (
  { fx, fy, cx, cy, w2c: m }: Camera,
  [x, y]: readonly number[],
  depth: number,
): number[] => {
  const local = [((x - cx) / fx) * depth - m[3], ((y - cy) / fy) * depth - m[7], depth - m[11]];
  return [0, 1, 2].map((k) => m[k] * local[0] + m[4 + k] * local[1] + m[8 + k] * local[2]);
};

/** The rig's cameras for square images of `size` pixels, in view order. */
export const rigCameras = (rig: Rig, size = rig.imageSize): Camera[] => {
  if ('azimuthsDeg' in rig)
    return rig.azimuthsDeg.map((azimuth) =>
      orbitCamera(azimuth, rig.elevationDeg, rig.radius, rig.fovDeg, size),
    );
  const full = { width: rig.imageSize, height: rig.imageSize };
  return rig.cameras.map((camera) =>
    scaleCamera({ ...full, ...camera, w2c: new Float64Array(camera.w2c) }, size),
  );
};

/** Field of view of the rig's first camera. */
export const rigFovDeg = (rig: Rig): number =>
  'fovDeg' in rig ? rig.fovDeg : (Math.atan(rig.imageSize / 2 / rig.cameras[0].fx) * 360) / Math.PI;

/**
 * FaceLift's turntable: `frames` azimuths from 270° through 630°, end excluded.
 * @param up the world's up, of length 1; Z where nothing else is said
 */
export const turntableCameras = (
  rig: Rig,
  elevationDeg: number,
  frames: number,
  size: number,
  up?: readonly number[],
): Camera[] =>
  Array.from({ length: frames }, (_, frame) => {
    const azimuth = 270 + (360 * frame) / frames;
    const camera = orbitCamera(azimuth, elevationDeg, rig.radius, rigFovDeg(rig), size);
    return up ? mapCamera(turnFromZ(up), camera) : camera;
  });

/** The axis of the world that the rig's cameras have above them: ±X, ±Y or ±Z. */
export function rigUp(rig: Rig): number[] {
  const up = [0, 0, 0];
  // A camera's y points down.
  for (const { w2c } of rigCameras(rig)) for (let k = 0; k < 3; k++) up[k] -= w2c[4 + k];
  const most = up.map(Math.abs).indexOf(Math.max(...up.map(Math.abs)));
  return up.map((value, k) => (k === most ? Math.sign(value) : 0));
}

/** Where a camera with a square picture sees xyz[at…at+2]: the pixel's index, row by row, and the depth; null out of the picture. */
export function pixelOf(camera: Camera, xyz: Float32Array, at: number) {
  const [x, y, z] = toCamera(camera, xyz, at);
  const column = Math.floor((camera.fx * x) / z + camera.cx);
  const row = Math.floor((camera.fy * y) / z + camera.cy);
  const inside = z > 0 && Math.min(column, row) >= 0 && Math.max(column, row) < camera.width;
  return inside ? { column, row, pixel: row * camera.width + column, z } : null;
}
