import { scaleCamera, type Camera } from '../../core/camera/camera.ts';
import { silhouetteFit } from '../../core/camera/silhouettes.ts';
import { AppError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { median } from '../../core/median.ts';
import { MIN_FIT } from '../../core/metrics/loss-report.ts';
import type { Doubt } from '../events.ts';
import { isOpaque, silhouetteOf } from './silhouettes.ts';

/** Thresholds. Guards are tests that fail with a wrong value, as in matting/thresholds.ts. */
const VIEWS = {
  /** Side of the silhouettes that are compared, pixels. Guard: none needed. */
  maskSize: 128,
  /** Level. Pixels with three higher levels are background. Guard: doubts.test.ts. */
  whiteLevel: 240,
  /**
   * Fraction of each silhouette that must lie in the others (`silhouetteFit`). Real and painted views have 0.99 and
   * more (docs/results.md). With two pictures exchanged, the smallest is 0.00 to 0.88.
   * Guard: doubts.test.ts.
   */
  minFit: MIN_FIT,
  /** With a smaller median of the views, they are refused. Guard: doubts.test.ts (too high). */
  minMedianFit: 0.3,
} as const;

/** Whether a pixel of a picture without a mask shows the subject: it is neither transparent nor white. */
const isNotWhite = (picture: RgbaImage, pixel: number): boolean =>
  isOpaque(picture, pixel) && [0, 1, 2].some((c) => picture.data[4 * pixel + c] < VIEWS.whiteLevel);

/** Whether more than half of the border of a silhouette is subject. */
function hasBackground(mask: Uint8Array): boolean {
  const side = VIEWS.maskSize;
  let shown = 0;
  for (let i = 0; i < side; i++)
    shown += mask[i] + mask[side * (side - 1) + i] + mask[side * i] + mask[side * i + side - 1];
  return shown > 2 * side;
}

/**
 * Reasons to doubt posed views.
 * @param pictures square, on white or cut out
 * @param masked whether the alpha of each picture is its mask. Absent: of none
 * @throws AppError `views-apart` if they certainly do not show one subject with these cameras
 */
export function viewDoubts(
  pictures: readonly RgbaImage[],
  cameras: readonly Camera[],
  masked: readonly boolean[] = [],
): Doubt[] {
  const masks = pictures.map((picture, i) =>
    silhouetteOf(picture, VIEWS.maskSize, masked[i] === true ? isOpaque : isNotWhite),
  );
  if (masks.some(hasBackground)) return ['views-background'];
  const fit = silhouetteFit(
    masks.map((mask, i) => ({ mask, camera: scaleCamera(cameras[i], VIEWS.maskSize) })),
  );
  if (median(fit) < VIEWS.minMedianFit)
    throw new AppError('views-apart', {
      message: `of the silhouettes, ${fit.map((part) => `${Math.round(100 * part)} %`).join(', ')} lie in those of the other cameras`,
      stage: 'photo',
    });
  return Math.min(...fit) < VIEWS.minFit ? ['views-disagree'] : [];
}
