import { isSameShape } from '../image/same-shape.ts';

/**
 * Pinhole camera, OpenCV axes (x right, y down, z forward). The centre of pixel (row i, column j) is (j +
 * 0.5, i + 0.5).
 */
export interface Camera {
  /** Pixels. */
  width: number;
  /** Pixels. */
  height: number;
  /** Focal lengths (fx, fy) and principal point (cx, cy), pixels. */
  fx: number;
  fy: number;
  cx: number;
  cy: number;
  /** World to camera, 4×4 row-major. */
  w2c: Float64Array<ArrayBuffer>;
}

/** The same camera for a picture of another size, pixels. `w2c` does not change. */
export const cameraForSize = (
  camera: Camera,
  { width, height }: Pick<Camera, 'width' | 'height'>,
): Camera => ({
  ...camera,
  width,
  height,
  fx: (camera.fx * width) / camera.width,
  fy: (camera.fy * height) / camera.height,
  cx: (camera.cx * width) / camera.width,
  cy: (camera.cy * height) / camera.height,
});

/** The same camera for a square picture of `size` pixels. `w2c` does not change. */
export const scaleCamera = (camera: Camera, size: number): Camera =>
  cameraForSize(camera, { width: size, height: size });
/** The camera for pictures of another size with the same proportions. Null for other proportions. */
export function cameraFor(
  camera: Camera,
  { width, height }: { width: number; height: number },
): Camera | null {
  return isSameShape(camera, { width, height }) ? cameraForSize(camera, { width, height }) : null;
}

/**
 * The point `xyz[at … at + 2]` in the camera’s axes, world units: x right, y down, z forward. z is the depth.
 */
export const toCamera = ({ w2c: m }: Camera, xyz: Float32Array, at: number): number[] =>
  [0, 4, 8].map(
    (row) => m[row] * xyz[at] + m[row + 1] * xyz[at + 1] + m[row + 2] * xyz[at + 2] + m[row + 3],
  );

/**
 * The world point that has the depth `depth` and projects to `position` in the picture.
 * @param position x, y in pixels; pixel centres are at + 0.5
 * @param depth along the camera’s z axis, world units
 */
export const toWorld = (
  { fx, fy, cx, cy, w2c: m }: Camera,
  [x, y]: readonly number[],
  depth: number,
): number[] => {
  const local = [((x - cx) / fx) * depth - m[3], ((y - cy) / fy) * depth - m[7], depth - m[11]];
  return [0, 1, 2].map((k) => m[k] * local[0] + m[4 + k] * local[1] + m[8 + k] * local[2]);
};

/**
 * The position x, y and the pixel to which the point `xyz[at … at + 2]` projects, and the depth `z` of the point. `pixel` is the
 * pixel's index, row·width + column. Null if the point is outside the picture or behind the camera.
 * @param camera a camera with a square picture
 */
export function pixelOf(camera: Camera, xyz: Float32Array, at: number) {
  const [right, down, z] = toCamera(camera, xyz, at);
  const x = (camera.fx * right) / z + camera.cx;
  const y = (camera.fy * down) / z + camera.cy;
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const inside = z > 0 && Math.min(column, row) >= 0 && Math.max(column, row) < camera.width;
  return inside ? { x, y, column, row, pixel: row * camera.width + column, z } : null;
}
