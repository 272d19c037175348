import { orbitCamera, rigFovDeg, type Camera, type Rig } from '../../../src/core/camera.ts';
import type { CpuRasterizer } from '../../../src/core/rasterize/rasterize.ts';

/** A look at the origin of a frame, Z above it, from the distance and with the field of view of a rig. */
export interface Sight {
  azimuthDeg: number;
  elevationDeg: number;
  /** Turn of the picture, clockwise. */
  rollDeg: number;
  /** Of the picture round its middle; also stands in for a distance that nobody knows. */
  scale: number;
  /** Shares of the picture's side, right and down. */
  shiftX: number;
  shiftY: number;
}

/** Draws the outline of a cloud: where its alpha is above one half, row-major, size². */
export type Draw = (sight: Sight, size: number) => boolean[];

export const plainSight = (azimuthDeg: number, elevationDeg: number): Sight => ({
  azimuthDeg,
  elevationDeg,
  rollDeg: 0,
  scale: 1,
  shiftX: 0,
  shiftY: 0,
});

/** The sight as a camera for square pictures of `size` pixels. */
export function sightCamera(rig: Rig, sight: Sight, size: number): Camera {
  const { azimuthDeg, elevationDeg, rollDeg, scale, shiftX, shiftY } = sight;
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

/** Azimuth of a camera that looks at the origin, degrees. */
export function azimuthOf({ w2c }: Camera): number {
  const centre = [0, 1].map((k) => -(w2c[k] * w2c[3] + w2c[4 + k] * w2c[7] + w2c[8 + k] * w2c[11]));
  return (Math.atan2(centre[1], centre[0]) * 180) / Math.PI;
}

/** Draws the cloud that the rasterizer has loaded. */
export const outlines =
  (rasterizer: CpuRasterizer, rig: Rig): Draw =>
  (sight, size) => {
    const { rgba } = rasterizer.renderNow(sightCamera(rig, sight, size));
    return Array.from({ length: size * size }, (_, i) => rgba[4 * i + 3] > 0.5);
  };

/** What pixel_based centring makes alike: shares of the picture's area and side. */
export interface Extent {
  area: number;
  x: number;
  y: number;
}

/** Area and centre of mass of a square mask; null where it is empty. */
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

/** The sight moved and scaled so that its outline has the area and the centre of mass asked for. */
export function matchExtent(draw: Draw, sight: Sight, wish: Extent, size: number): Sight {
  const drawn = extentOf(draw(sight, size), size);
  if (!drawn) return sight;
  const by = Math.sqrt(wish.area / drawn.area);
  return {
    ...sight,
    scale: sight.scale * by,
    shiftX: wish.x - 0.5 - by * (drawn.x - 0.5 - sight.shiftX),
    shiftY: wish.y - 0.5 - by * (drawn.y - 0.5 - sight.shiftY),
  };
}
