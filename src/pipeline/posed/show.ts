import { uprightCamera } from '../../core/camera/upright.ts';
import { axisOf } from '../../core/camera/meeting-point.ts';
import { inverseSimilarity, mapPoint } from '../../core/camera/similarity.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { opaqueMask } from '../../core/metrics/overlap.ts';
import { cropRgba } from '../matting/crop-box.ts';
import type { ImageCodec } from '../photo/picture-codec.ts';
import type { Views } from '../types.ts';
import { detailBox } from './detail-box.ts';
import type { PosedPictures } from './frames.ts';
import { outlined } from './outlined.ts';
import type { ViewsPlacement } from './place.ts';
import type { ShownView, ShownViews } from './shown.ts';

/** Longest side of the pictures of views, pixels. */
const SIDE = 512;

/** Where the mouse is in the frame of the camera file: where the masks say it, else at the origin of the splat. */
const subjectOf = ({ subject, toSplat }: ViewsPlacement): number[] =>
  subject ?? (toSplat ? mapPoint(inverseSimilarity(toSplat), [0, 0, 0]) : [0, 0, 0]);

/** The part of a view around the mouse. Its alpha is the mask. */
function aroundMouse(photo: RgbaImage): RgbaImage {
  const box = detailBox({ image: photo, mask: opaqueMask(photo) });
  return box ? cropRgba(photo, box) : photo;
}

/** What the page shows of posed views. */
export async function shownViews(
  source: Pick<PosedPictures, 'pictures' | 'cameras'>,
  views: Views,
  { runtime }: { runtime: { codec: Pick<ImageCodec, 'encodePng'> } },
): Promise<ShownViews> {
  const placement = views.placement ?? { name: 'none' as const };
  const { name, toSplat, missed = [], missedPixels = [], shifts } = placement;
  const subject = subjectOf(placement);
  const photos = views.photos ?? [];
  const shown: ShownView[] = [];
  // Residuals are listed only for views whose mask is known.
  let seen = 0;
  for (const [i, { fileName }] of source.pictures.entries()) {
    const photo = photos[i] ?? null;
    const { fx, width, height, w2c } = source.cameras[i];
    const residual = photo ? { units: missed[seen], pixels: missedPixels[seen] } : null;
    if (photo) seen += 1;
    const { centre } = axisOf(w2c);
    shown.push({
      name: fileName,
      png: await runtime.codec.encodePng(
        photo ? outlined(aroundMouse(photo)) : views.images[i],
        SIDE,
      ),
      camera: uprightCamera(views.cameras[i], views.up),
      ...{ focalPx: fx, width, height, masked: photo !== null },
      distance: Math.hypot(...centre.map((value, k) => value - subject[k])),
      ...(residual && Number.isFinite(residual.pixels) && { missed: residual }),
      movedPixels: shifts ? Math.hypot(shifts[i].x, shifts[i].y) : 0,
    });
  }
  return {
    views: shown,
    placement: name,
    ...(toSplat && { scale: toSplat.scale }),
    ...(toSplat && placement.subject && { mouse: mapPoint(toSplat, placement.subject) }),
  };
}
