import { toWorld, type Camera } from '../../core/camera/camera.ts';
import { axisOf } from '../../core/camera/meeting-point.ts';

/** From where the drawing is seen, degrees. */
export interface Outlook {
  azimuthDeg: number;
  /** −85…85. */
  elevationDeg: number;
}

/** A point of the drawing: x to the right, y down. Cameras and mouse lie within −1…1. */
export type Point = readonly [x: number, y: number];

/** A camera of the drawing. */
export interface DrawnCamera {
  /** Index of its view. */
  view: number;
  centre: Point;
  /** The corners of its picture, in a circle from the left upper one. */
  corners: readonly Point[];
  /** How near it is, 0 (farthest) … 1 (nearest). */
  near: number;
}

/** A drawing of cameras around a mouse. */
export interface RigDrawing {
  /** The farthest camera first. */
  cameras: DrawnCamera[];
  mouse: Point;
  /** The tip of an arrow that begins at the mouse and points up. */
  up: Point;
  /** A circle on the level of the mouse, for the eye. */
  ring: Point[];
}

/** Depth of a camera's picture in the drawing, as a fraction of the rig's size. */
const PICTURE_DEPTH = 0.24;

/** Length of the arrow that points up, as a fraction of the rig's size. */
const ARROW = 0.3;

/** Radius of the ring, as a fraction of the rig's size. */
const RING = 0.45;

/** Distance from which the drawing is seen, as a multiple of the rig's size. */
const EYE = 5;

const RING_POINTS = 60;

const minus = (a: readonly number[], b: readonly number[]) => a.map((value, k) => value - b[k]);

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** The middle of the cameras and the mouse, and the radius of the sphere around it that has all of them. */
function extentOf(points: readonly (readonly number[])[]): { middle: number[]; size: number } {
  const middle = [0, 1, 2].map((k) => {
    const values = points.map((point) => point[k]);
    return (Math.min(...values) + Math.max(...values)) / 2;
  });
  const size = Math.max(...points.map((point) => Math.hypot(...minus(point, middle))), 1e-9);
  return { middle, size };
}

/**
 * Draws the cameras of posed views in perspective.
 * @param cameras in a world whose Z is up
 * @param mouse position of the mouse there
 */
export function rigDrawing(
  cameras: readonly Camera[],
  mouse: readonly number[],
  { azimuthDeg, elevationDeg }: Outlook,
): RigDrawing {
  const centres = cameras.map(({ w2c }) => axisOf(w2c).centre);
  const { middle, size } = extentOf([...centres, mouse]);
  const [az, el] = [radians(azimuthDeg), radians(elevationDeg)];
  const right = [-Math.sin(az), Math.cos(az), 0];
  const towards = [Math.cos(el) * Math.cos(az), Math.cos(el) * Math.sin(az), Math.sin(el)];
  const above = [-Math.sin(el) * Math.cos(az), -Math.sin(el) * Math.sin(az), Math.cos(el)];
  const along = (axis: readonly number[], point: readonly number[]) =>
    minus(point, middle).reduce((sum, value, k) => sum + value * axis[k], 0) / size;
  // The nearest point of the sphere is drawn with the scale 1.
  const fit = (EYE - 1) / EYE;
  const drawn = (point: readonly number[]): Point => {
    const scale = (fit * EYE) / (EYE - along(towards, point));
    return [scale * along(right, point), -scale * along(above, point)];
  };
  return {
    cameras: cameras
      .map((camera, view) => {
        const { width, height } = camera;
        const corners = [
          [0, 0],
          [width, 0],
          [width, height],
          [0, height],
        ].map((pixel) => drawn(toWorld(camera, pixel, PICTURE_DEPTH * size)));
        const near = (along(towards, centres[view]) + 1) / 2;
        return { view, centre: drawn(centres[view]), corners, near };
      })
      .sort((a, b) => a.near - b.near),
    mouse: drawn(mouse),
    up: drawn([mouse[0], mouse[1], mouse[2] + ARROW * size]),
    ring: Array.from({ length: RING_POINTS }, (_, i) => {
      const angle = (2 * Math.PI * i) / RING_POINTS;
      const [x, y] = [Math.cos(angle), Math.sin(angle)];
      return drawn([mouse[0] + RING * size * x, mouse[1] + RING * size * y, mouse[2]]);
    }),
  };
}
