import type { Camera } from '../camera.ts';
import type { Size } from './entry.ts';

/** The principal point of a lens is near the middle of its picture: within this fraction of the size. */
const NEAR_MIDDLE = 0.25;

/** The same for the mean of several cameras, if it is off along both axes in the same direction. */
const MEAN_NEAR_MIDDLE = 0.1;

/** So many cameras say something together. */
const FEWEST_FOR_MEAN = 3;

/** Principal points say the size of a calibration to this factor. */
const UNSURE = 1.2;

/** Most sizes that are proposed. */
const MOST = 3;

/** Sizes of the pictures of common cameras, pixels. */
const USUAL: readonly (readonly [number, number])[] = [
  ...([
    [640, 480],
    [640, 512],
    [720, 540],
    [752, 480],
    [800, 600],
    [848, 480],
    [960, 540],
  ] as const),
  ...([
    [1024, 768],
    [1024, 1024],
    [1152, 1024],
    [1280, 720],
    [1280, 800],
    [1280, 960],
  ] as const),
  ...([
    [1280, 1024],
    [1328, 1048],
    [1440, 1080],
    [1600, 1200],
    [1624, 1240],
    [1920, 1080],
  ] as const),
  ...([
    [1920, 1200],
    [1936, 1216],
    [2048, 1088],
    [2048, 1536],
    [2048, 2048],
    [2448, 2048],
  ] as const),
  ...([
    [2560, 1440],
    [2592, 1944],
    [2704, 1520],
    [3840, 2160],
    [4096, 2160],
    [4096, 3000],
  ] as const),
];

/** Pictures are reduced or enlarged by such factors. 1: the calibration is one of the pictures' own size. */
const FACTORS = [1, 1.5, 2, 3, 4, 1 / 2];

/** Why cameras cannot be those of pictures of their size. */
export interface SizeFault {
  /** Index of the camera whose principal point is named, and this point, pixels. */
  index: number;
  cx: number;
  cy: number;
  /** Sizes of pictures for which the cameras may have been calibrated, the likeliest first. May be empty. */
  sizes: Size[];
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** How far the principal point is from the middle, as fractions of width and height. */
const offOf = ({ width, height, cx, cy }: Camera): readonly [number, number] => [
  cx / width - 0.5,
  cy / height - 0.5,
];

/**
 * Whether a picture of one size may be a reduced or enlarged picture of another: the sides fit to a pixel, as programs
 * round them.
 */
export function sameProportions(picture: Size, other: Size): boolean {
  const [small, large] = picture.width <= other.width ? [picture, other] : [other, picture];
  return Math.abs((large.height * small.width) / large.width - small.height) < 1;
}

/** The sizes for which cameras may have been calibrated: those whose middle is near the mean of the principal points. */
function likelySizes(cameras: readonly Camera[]): Size[] {
  const [{ width, height }] = cameras;
  const logs = cameras.flatMap((camera) => offOf(camera).map((off) => Math.log(2 * off + 1)));
  const scale = Math.exp(mean(logs.filter(Number.isFinite)));
  const far = ({ width: w }: Size) => Math.abs(Math.log(w / (scale * width)));
  const all = [
    ...FACTORS.map((factor) => [Math.round(factor * width), Math.round(factor * height)] as const),
    ...USUAL.flatMap(([w, h]) => [[w, h] as const, [h, w] as const]),
  ].map(([w, h]): Size => ({ width: w, height: h }));
  return all
    .filter((size) => far(size) < Math.log(UNSURE) && sameProportions({ width, height }, size))
    .filter((size, i, list) => list.findIndex(({ width: w }) => w === size.width) === i)
    .sort((a, b) => far(a) - far(b))
    .slice(0, MOST);
}

/**
 * Why a calibration whose file states no size is certainly not one of pictures of this size. Null if it may be one.
 * @param cameras as if the calibration were one of the pictures' size
 */
export function sizeFault(cameras: readonly Camera[]): SizeFault | null {
  if (cameras.length === 0) return null;
  const offs = cameras.map(offOf);
  const far = offs.findIndex((off) => Math.max(...off.map(Math.abs)) > NEAR_MIDDLE);
  const [x, y] = [0, 1].map((axis) => mean(offs.map((off) => off[axis])));
  const together =
    cameras.length >= FEWEST_FOR_MEAN &&
    x * y > 0 &&
    Math.min(Math.abs(x), Math.abs(y)) > MEAN_NEAR_MIDDLE;
  if (far < 0 && !together) return null;
  const index = Math.max(0, far);
  const { cx, cy } = cameras[index];
  return { index, cx, cy, sizes: likelySizes(cameras) };
}
