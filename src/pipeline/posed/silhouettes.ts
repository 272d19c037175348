import { alignSilhouettes, type Shift } from '../../core/camera/align-silhouettes.ts';
import { scaleCamera, type Camera } from '../../core/camera/camera.ts';
import type { Silhouette } from '../../core/camera/silhouettes.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { MASK_ALPHA } from '../../core/photo-surface/thresholds.ts';

/** Side of the silhouettes, pixels. */
const SIDE = 320;

/** The silhouette of a square picture whose alpha is the mask, `SIDE`² pixels. */
function maskOf({ width, data }: RgbaImage): Uint8Array {
  const at = (i: number) => Math.floor(((i + 0.5) * width) / SIDE);
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) =>
    Number(data[4 * (at(Math.floor(i / SIDE)) * width + at(i % SIDE)) + 3] > MASK_ALPHA),
  );
}

/** The silhouettes of those square views whose mask is known, with the index of the view. */
export const silhouettesOf = (
  photos: readonly (RgbaImage | null)[],
  cameras: readonly Camera[],
): (Silhouette & { view: number })[] =>
  photos.flatMap((photo, view) =>
    photo ? [{ view, camera: scaleCamera(cameras[view], SIDE), mask: maskOf(photo) }] : [],
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
 */
export const viewShifts = (
  photos: readonly (RgbaImage | null)[],
  cameras: readonly Camera[],
): Shift[] => {
  const seen = silhouettesOf(photos, cameras);
  if (seen.length < cameras.length || seen.some(touchesBorder))
    return cameras.map(() => ({ x: 0, y: 0 }));
  return alignSilhouettes(seen).map(({ x, y }, i) => {
    const scale = cameras[i].width / SIDE;
    return { x: x * scale, y: y * scale };
  });
};

/** The cameras after the shifts. */
export const movedCameras = (cameras: readonly Camera[], shifts: readonly Shift[]): Camera[] =>
  cameras.map((camera, i) => ({
    ...camera,
    cx: camera.cx + shifts[i].x,
    cy: camera.cy + shifts[i].y,
  }));
