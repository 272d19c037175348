import type { Camera } from '../../core/camera/camera.ts';
import type { SplatShape } from '../../core/gaussians/splat-shape.ts';
import { movedBy, type Orbit } from './orbit.ts';

/** A size in pixels. */
export interface Size {
  width: number;
  height: number;
}

const RADIANS = Math.PI / 180;

type Vector = [number, number, number];

type Direction = Pick<Orbit, 'azimuthDeg' | 'elevationDeg' | 'rollDeg'>;

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** The camera's axes in the world: right, down and forward in the picture, unit vectors. */
function axesOf({
  azimuthDeg,
  elevationDeg,
  rollDeg,
}: Direction): Record<'right' | 'down' | 'forward', Vector> {
  const [ca, sa] = [Math.cos(azimuthDeg * RADIANS), Math.sin(azimuthDeg * RADIANS)];
  const [ce, se] = [Math.cos(elevationDeg * RADIANS), Math.sin(elevationDeg * RADIANS)];
  const [cr, sr] = [Math.cos(rollDeg * RADIANS), Math.sin(rollDeg * RADIANS)];
  const level: Vector = [-sa, ca, 0];
  const below: Vector = [se * ca, se * sa, -ce];
  const mixed = (a: number, b: number): Vector => [
    a * level[0] + b * below[0],
    a * level[1] + b * below[1],
    a * level[2] + b * below[2],
  ];
  return { right: mixed(cr, sr), down: mixed(-sr, cr), forward: [-ce * ca, -ce * sa, -se] };
}

/** Tangent of half the vertical field of view of a picture with these proportions. */
const halfHeightOf = ({ halfHeight, halfWidth }: Orbit, { width, height }: Size): number =>
  Math.max(halfHeight, (halfWidth * height) / width);

/** The camera of an orbit, for a picture of this size. The fields of view of the orbit are wholly visible in it. */
export function cameraOf(orbit: Orbit, { width, height }: Size): Camera {
  const { right, down, forward } = axesOf(orbit);
  const focal = height / 2 / halfHeightOf(orbit, { width, height });
  const centre = [orbit.x, orbit.y, orbit.z].map((at, k) => at - orbit.distance * forward[k]);
  const row = (axis: Vector) => [...axis, -dot(axis, centre)];
  return {
    width,
    height,
    fx: focal,
    fy: focal,
    cx: width / 2 + orbit.shiftX * focal,
    cy: height / 2 + orbit.shiftY * focal,
    w2c: new Float64Array([...row(right), ...row(down), ...row(forward), 0, 0, 0, 1]),
  };
}

/**
 * The orbit whose camera is this one. Pixels are taken as square. It looks at the point that is as far away as the
 * splat's middle.
 */
export function orbitOf(camera: Camera, middle: ArrayLike<number>): Orbit {
  const { w2c: m, width, height, fx, fy, cx, cy } = camera;
  const [right, down, forward] = [0, 4, 8].map((at) => [m[at], m[at + 1], m[at + 2]]);
  const centre = [0, 1, 2].map((k) => -(right[k] * m[3] + down[k] * m[7] + forward[k] * m[11]));
  const away = [0, 1, 2].map((k) => middle[k] - centre[k]);
  const distance = Math.max(0.3, dot(away, forward));
  const [x, y, z] = centre.map((at, k) => at + distance * forward[k]);
  const elevationDeg = Math.asin(Math.min(1, Math.max(-1, -forward[2]))) / RADIANS;
  // Seen from straight above or below, the picture's own axis says which azimuth it is.
  const flat = Math.hypot(forward[0], forward[1]);
  const azimuth =
    flat > 1e-6 ? Math.atan2(-forward[1], -forward[0]) : Math.atan2(-right[0], right[1]);
  const upright = axesOf({ azimuthDeg: azimuth / RADIANS, elevationDeg, rollDeg: 0 });
  const roll = Math.atan2(dot(right, upright.down), dot(right, upright.right));
  return {
    azimuthDeg: azimuth / RADIANS,
    elevationDeg,
    distance,
    x,
    y,
    z,
    rollDeg: roll / RADIANS,
    halfHeight: height / 2 / fy,
    halfWidth: width / 2 / fx,
    shiftX: (cx - width / 2) / fx,
    shiftY: (cy - height / 2) / fy,
  };
}

/**
 * Moves the camera sideways, so that the splat follows the pointer.
 * @param x to the right and `y` downwards, as parts of the picture's height
 */
export function panned(orbit: Orbit, x: number, y: number, size: Size): Orbit {
  const { right, down } = axesOf(orbit);
  const units = 2 * halfHeightOf(orbit, size) * orbit.distance;
  return movedBy(
    orbit,
    [0, 1, 2].map((k) => -units * (x * right[k] + y * down[k])),
  );
}

/** Room that stays free around a splat that fills the picture. */
const MARGIN = 1.06;

/** Looks at the splat's middle from where the camera is, so near that the splat's box just fits the picture. */
export function framed(orbit: Orbit, { middle, half }: SplatShape, size: Size): Orbit {
  const upright: Orbit = { ...orbit, rollDeg: 0, shiftX: 0, shiftY: 0 };
  const { right, down, forward } = axesOf(upright);
  const tanY = halfHeightOf(upright, size);
  const tanX = (tanY * size.width) / size.height;
  let distance = 0.3;
  for (const sx of [-1, 1])
    for (const sy of [-1, 1])
      for (const sz of [-1, 1]) {
        const corner = [sx * half[0], sy * half[1], sz * half[2]];
        const needed =
          MARGIN *
          Math.max(Math.abs(dot(corner, right)) / tanX, Math.abs(dot(corner, down)) / tanY);
        distance = Math.max(distance, needed - dot(corner, forward));
      }
  const [x, y, z] = middle;
  return { ...upright, distance, x, y, z };
}
