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
 * How far square views must be moved so that their silhouettes fit, pixels of the views. If a mask is not known, or the
 * border of a picture cuts the subject off, nothing is moved.
 * @param pause as for `alignSilhouettes`
 */
export async function viewShifts(
  photos: readonly (RgbaImage | null)[],
  cameras: readonly Camera[],
  pause: (done: number) => Promise<void>,
): Promise<Shift[]> {
  const seen = silhouettesOf(photos, cameras);
  if (seen.length < cameras.length || seen.some(touchesBorder))
    return cameras.map(() => ({ x: 0, y: 0 }));
  return (await alignSilhouettes(seen, pause)).map(({ x, y }, i) => {
    const scale = cameras[i].width / SIDE;
    return { x: x * scale, y: y * scale };
  });
}

/** The cameras after the shifts. */
export const movedCameras = (cameras: readonly Camera[], shifts: readonly Shift[]): Camera[] =>
  cameras.map((camera, i) => ({
    ...camera,
    cx: camera.cx + shifts[i].x,
    cy: camera.cy + shifts[i].y,
  }));
