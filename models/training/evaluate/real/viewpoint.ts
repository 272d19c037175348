import { orbitCamera } from '../../../../src/core/camera/orbit.ts';
import { rigFovDeg, type Rig } from '../../../../src/core/camera/rig.ts';
import type { Camera } from '../../../../src/core/camera/camera.ts';
import type { CpuRasterizer } from '../../../../src/core/rasterize/rasterize.ts';

/** A camera that is aimed at the origin of a frame with Z up. Radius and field of view are those of a rig. */
export interface Viewpoint {
  azimuthDeg: number;
  elevationDeg: number;
  /** Rotation of the picture, clockwise. */
  rollDeg: number;
  /** Scale of the picture about its centre. It is used instead of the camera's distance, which is unknown. */
  scale: number;
  /** Shift to the right and down, as a fraction of the picture's size. */
  shiftX: number;
  shiftY: number;
}

/** Draws the outline of a cloud: true where its alpha is above one half, row-major, size². */
export type DrawMask = (viewpoint: Viewpoint, size: number) => boolean[];

export const orbitViewpoint = (azimuthDeg: number, elevationDeg: number): Viewpoint => ({
  azimuthDeg,
  elevationDeg,
  rollDeg: 0,
  scale: 1,
  shiftX: 0,
  shiftY: 0,
});

/** The camera of a viewpoint, for square pictures of `size` pixels. */
export function viewpointCamera(rig: Rig, viewpoint: Viewpoint, size: number): Camera {
  const { azimuthDeg, elevationDeg, rollDeg, scale, shiftX, shiftY } = viewpoint;
  const camera = orbitCamera(azimuthDeg, elevationDeg, rig.radius, rigFovDeg(rig), size);
  const cos = Math.cos((rollDeg * Math.PI) / 180);
  const sin = Math.sin((rollDeg * Math.PI) / 180);
  const w2c = camera.w2c.slice();
  for (let k = 0; k < 4; k++) {
    w2c[k] = cos * camera.w2c[k] - sin * camera.w2c[4 + k];
    w2c[4 + k] = sin * camera.w2c[k] + cos * camera.w2c[4 + k];
  }
  return {
    ...camera,
    fx: camera.fx * scale,
    fy: camera.fy * scale,
    cx: size * (0.5 + shiftX),
    cy: size * (0.5 + shiftY),
    w2c,
  };
}

/** Azimuth, in degrees, of a camera that is aimed at the origin. */
export function azimuthOf({ w2c }: Camera): number {
  const centre = [0, 1].map((k) => -(w2c[k] * w2c[3] + w2c[4 + k] * w2c[7] + w2c[8 + k] * w2c[11]));
  return (Math.atan2(centre[1], centre[0]) * 180) / Math.PI;
}

/** Makes a function that draws the outline of the rasterizer's cloud. */
export const outlines =
  (rasterizer: CpuRasterizer, rig: Rig): DrawMask =>
  (viewpoint, size) => {
    const { rgba } = rasterizer.renderNow(viewpointCamera(rig, viewpoint, size));
    return Array.from({ length: size * size }, (_, i) => rgba[4 * i + 3] > 0.5);
  };

/** Area and centre of mass of a mask, as fractions of the picture's area and size. Centring by pixel_based sets them. */
export interface Extent {
  area: number;
  x: number;
  y: number;
}

/** Area and centre of mass of a square mask. Null if the mask is empty. */
export function extentOf(mask: readonly boolean[], size: number): Extent | null {
  let [count, x, y] = [0, 0, 0];
  mask.forEach((inside, i) => {
    if (!inside) return;
    count += 1;
    x += (i % size) + 0.5;
    y += Math.floor(i / size) + 0.5;
  });
  return count === 0 ? null : { area: count / size ** 2, x: x / count / size, y: y / count / size };
}

/** Changes scale and shift of a viewpoint, so that the outline has the area and the centre of mass of `target`. */
export function matchExtent(
  draw: DrawMask,
  viewpoint: Viewpoint,
  target: Extent,
  size: number,
): Viewpoint {
  const drawn = extentOf(draw(viewpoint, size), size);
  if (!drawn) return viewpoint;
  const by = Math.sqrt(target.area / drawn.area);
  return {
    ...viewpoint,
    scale: viewpoint.scale * by,
    shiftX: target.x - 0.5 - by * (drawn.x - 0.5 - viewpoint.shiftX),
    shiftY: target.y - 0.5 - by * (drawn.y - 0.5 - viewpoint.shiftY),
  };
}
