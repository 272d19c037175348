import { alignSilhouettes, type Shift } from '../../core/camera/align-silhouettes.ts';
import { scaleCamera, type Camera } from '../../core/camera/camera.ts';
import { placeRig, type PlacementName } from '../../core/camera/place-rig.ts';
import { rigUp, type Rig } from '../../core/camera/rig.ts';
import { subjectPoint } from '../../core/camera/silhouettes.ts';
import { composed, type Similarity } from '../../core/camera/similarity.ts';
import { uprightTurn } from '../../core/camera/upright.ts';
import { AppError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { MASK_ALPHA } from '../../core/photo-surface/thresholds.ts';

/** How posed views were moved into the frame of the network. */
export interface ViewsPlacement {
  name: PlacementName;
  /** From the frame of the camera file to the splat's. Absent for `per-camera`. */
  toSplat?: Similarity;
  /** Where the subject is in the frame of the camera file. Absent if the silhouettes do not show it. */
  subject?: number[];
  /** How far the ray of each silhouette misses the subject: units of the camera file, and pixels of a view. */
  missed?: number[];
  missedPixels?: number[];
  /** What was added to cx and cy of each view so that the silhouettes fit, as a fraction of the view's width. */
  shifts?: Shift[];
}

/** A network's up if it is not Z. */
const upOfRig = (rig: Rig): number[] | undefined => {
  const up = rigUp(rig);
  return up[2] === 1 ? undefined : up;
};

/** Side of the silhouettes, pixels. */
const SIDE = 320;

/** The silhouette of a square view whose alpha is the mask, `SIDE`² pixels. */
function silhouette({ width, data }: RgbaImage): Uint8Array {
  const at = (i: number) => Math.floor(((i + 0.5) * width) / SIDE);
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) =>
    Number(data[4 * (at(Math.floor(i / SIDE)) * width + at(i % SIDE)) + 3] > MASK_ALPHA),
  );
}

/** The camera whose picture is moved by a fraction of its width. */
const movedBy = (camera: Camera, { x, y }: Shift): Camera => ({
  ...camera,
  cx: camera.cx + x * camera.width,
  cy: camera.cy + y * camera.width,
});

/**
 * Moves the cameras of views into the frame of a network.
 * @param photos square views whose alpha is the mask, or null
 * @param cameras of the views
 * @param rig the network's
 * @throws AppError `views-apart` if the subject is needed and the silhouettes do not show where it is
 */
export function placeViews(
  photos: readonly (RgbaImage | null)[],
  cameras: readonly Camera[],
  name: PlacementName,
  rig: Rig,
): { cameras: Camera[]; up?: number[]; placement: ViewsPlacement } {
  const seen = photos.flatMap((photo, i) =>
    photo ? [{ view: i, camera: scaleCamera(cameras[i], SIDE), mask: silhouette(photo) }] : [],
  );
  const shifts =
    name !== 'none' && seen.length === cameras.length
      ? alignSilhouettes(seen).map(({ x, y }) => ({ x: x / SIDE, y: y / SIDE }))
      : undefined;
  const aligned = shifts ? cameras.map((camera, i) => movedBy(camera, shifts[i])) : cameras;
  const found = subjectPoint(
    seen.map((one) => ({ ...one, camera: scaleCamera(aligned[one.view], SIDE) })),
  );
  const up = upOfRig(rig);
  const placed = placeRig(aligned, name, { subject: found?.point ?? null, radius: rig.radius, up });
  if (!placed)
    throw new AppError('views-apart', {
      message: 'the silhouettes do not show where the subject is',
      stage: 'photo',
    });
  const widthOf = (i: number) => photos[i]?.width ?? SIDE;
  return {
    cameras: placed.cameras,
    up,
    placement: {
      name,
      ...(placed.similarity && {
        toSplat: up ? composed(placed.similarity, uprightTurn(up)) : placed.similarity,
      }),
      ...(shifts?.some(({ x, y }) => x !== 0 || y !== 0) && { shifts }),
      ...(found && {
        subject: found.point,
        missed: found.missed,
        missedPixels: found.missedPixels.map((value, n) => (value * widthOf(seen[n].view)) / SIDE),
      }),
    },
  };
}
