import { alignSilhouettes, type Shift } from '../../core/camera/align-silhouettes.ts';
import { scaleCamera, type Camera } from '../../core/camera/camera.ts';
import type { Silhouette } from '../../core/camera/silhouettes.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { MASK_ALPHA } from '../../core/photo-surface/thresholds.ts';

/** Side of the silhouettes, pixels. */
const SIDE = 320;

/** Whether a pixel of a picture whose alpha is the mask shows the subject. */
export const isOpaque = ({ data }: RgbaImage, pixel: number): boolean =>
  data[4 * pixel + 3] > MASK_ALPHA;

/**
 * The silhouette of a square picture, reduced to `side`² pixels.
 * @param isIn whether a pixel of the picture shows the subject
 */
export function silhouetteOf(
  picture: RgbaImage,
  side: number,
  isIn: (picture: RgbaImage, pixel: number) => boolean = isOpaque,
): Uint8Array {
  const { width } = picture;
  const at = (i: number) => Math.floor(((i + 0.5) * width) / side);
  return Uint8Array.from({ length: side * side }, (_, i) =>
    Number(isIn(picture, at(Math.floor(i / side)) * width + at(i % side))),
  );
}

/** The silhouettes of those square views whose mask is known, with the index of the view. */
export const silhouettesOf = (
  photos: readonly (RgbaImage | null)[],
  cameras: readonly Camera[],
): (Silhouette & { view: number })[] =>
  photos.flatMap((photo, view) =>
    photo
      ? [{ view, camera: scaleCamera(cameras[view], SIDE), mask: silhouetteOf(photo, SIDE) }]
      : [],
  );

/** Whether a silhouette touches the border of its picture. The subject may then continue beyond. */
const touchesBorder = ({ mask }: Silhouette): boolean =>
  mask.some((is, at) => {
    const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
    return is > 0 && (x === 0 || y === 0 || x === SIDE - 1 || y === SIDE - 1);
  });

/**
 * How far square views must be moved so that their silhouettes fit, pixels of the views. Null if a mask is not known, or the
 * border of a picture cuts the subject off.
 * @param pause as for `alignSilhouettes`
 */
async function viewShifts(
  photos: readonly (RgbaImage | null)[],
  cameras: readonly Camera[],
  pause: (done: number) => Promise<void>,
): Promise<Shift[] | null> {
  const seen = silhouettesOf(photos, cameras);
  if (seen.length < cameras.length || seen.some(touchesBorder)) return null;
  return (await alignSilhouettes(seen, pause)).map(({ x, y }, i) => {
    const scale = cameras[i].width / SIDE;
    return { x: x * scale, y: y * scale };
  });
}

/** Square views as `squareViews` makes them of pictures, and the cameras of these pictures. */
interface Aligned {
  views: readonly { image: RgbaImage; masked: boolean; camera: Camera; frame?: object }[];
  /** Of the pictures, as many as views. */
  cameras: readonly Camera[];
}

const scaled = (
  shifts: readonly Shift[],
  from: readonly Camera[],
  to: readonly Camera[],
): Shift[] =>
  shifts.map(({ x, y }, i) => ({
    x: (x * to[i].fx) / from[i].fx,
    y: (y * to[i].fy) / from[i].fy,
  }));

/**
 * How far pictures must be moved so that their silhouettes fit: what is added to cx and cy, pixels of the pictures.
 * @returns null if nobody can know: a mask is not known, or a border cuts the subject off
 */
export async function pictureShifts(
  { views, cameras }: Aligned,
  pause: (done: number) => Promise<void>,
): Promise<Shift[] | null> {
  if (views.some(({ frame }) => frame)) return null;
  const given = views.map(({ camera }) => camera);
  const photos = views.map(({ image, masked }) => (masked ? image : null));
  const shifts = await viewShifts(photos, given, pause);
  return shifts && scaled(shifts, given, cameras);
}

/** The cameras of views after the shifts. @param shifts in pixels of the pictures */
export function movedCameras({ views, cameras }: Aligned, shifts: readonly Shift[]): Camera[] {
  const given = views.map(({ camera }) => camera);
  const own = scaled(shifts, cameras, given);
  return given.map((camera, i) => ({
    ...camera,
    cx: camera.cx + own[i].x,
    cy: camera.cy + own[i].y,
  }));
}
