import type { Shift } from '../../core/camera/align-silhouettes.ts';
import type { Camera } from '../../core/camera/camera.ts';
import { placeRig, type PlacementName } from '../../core/camera/place-rig.ts';
import { rigUp, type Rig } from '../../core/camera/rig.ts';
import { subjectPoint } from '../../core/camera/silhouettes.ts';
import { composed, type Similarity } from '../../core/camera/similarity.ts';
import { uprightTurn } from '../../core/camera/upright.ts';
import { AppError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { silhouettesOf } from './silhouettes.ts';

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
  /** What was added to cx and cy of each camera so that the silhouettes fit, pixels of its picture. */
  shifts?: Shift[];
}

/** The camera of a square view before it was moved: its width, and its intrinsics at that width, pixels. */
export type SeenPart = Pick<Camera, 'width' | 'fx' | 'fy' | 'cx' | 'cy'>;

/** Which part of each picture the reconstructor gets, and at which size. */
export interface SeenParts {
  /** Width and height of the views that it gets, pixels. */
  size: number;
  /** Null: the reconstructor does not get this view. */
  views: (SeenPart | null)[];
}

/** A network's up if it is not Z. */
const upOfRig = (rig: Rig): number[] | undefined => {
  const up = rigUp(rig);
  return up[2] === 1 ? undefined : up;
};

/** Why there is no origin. */
const NO_ORIGIN: Readonly<Record<PlacementName, string>> = {
  subject: 'the silhouettes do not show where the subject is',
  axes: 'the axes of the cameras do not meet',
  'per-camera': 'a camera is at the origin, so it cannot be moved to the distance of the others',
  none: '',
};

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
  const seen = silhouettesOf(photos, cameras);
  const found = subjectPoint(seen);
  const up = upOfRig(rig);
  const placed = placeRig(cameras, name, { subject: found?.point ?? null, radius: rig.radius, up });
  if (!placed)
    throw new AppError('views-apart', {
      message: NO_ORIGIN[name],
      stage: 'photo',
    });
  return {
    cameras: placed.cameras,
    up,
    placement: {
      name,
      ...(placed.similarity && {
        toSplat: up ? composed(placed.similarity, uprightTurn(up)) : placed.similarity,
      }),
      ...(found && {
        subject: found.point,
        missed: found.missed,
        missedPixels: found.missedPixels.map(
          (value, n) => (value * cameras[seen[n].view].width) / seen[n].camera.width,
        ),
      }),
    },
  };
}
