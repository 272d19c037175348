import { cameraForSize, scaleCamera, type Camera } from '../../core/camera/camera.ts';
import { silhouetteFit } from '../../core/camera/silhouettes.ts';
import { uprightCamera } from '../../core/camera/upright.ts';
import { withoutWhite } from '../../core/image/cut-out.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { withAlpha } from '../../core/image/pixels.ts';
import { fitOf, type LossReport, type PaintedLeft } from '../../core/metrics/loss-report.ts';
import { lossesOf } from '../../core/metrics/losses.ts';
import { iouOf, opaqueMask } from '../../core/metrics/overlap.ts';
import { psnrOf } from '../../core/metrics/squared-error.ts';
import { drawCovered } from '../../core/rasterize/covered.ts';
import { pauseForMessages, type StageContext } from '../context.ts';
import { pictureAtSize } from '../losses/at-size.ts';
import { keptOf } from '../losses/kept.ts';
import { silhouettesOf } from '../posed/silhouettes.ts';
import type { GaussianCloud, Skeleton, Subject, Views } from '../types.ts';
import { scaleInView } from './multiview.ts';

/** The views with what is mouse as alpha: by the painted masks, else what is not white. */
const cutoutsOf = ({ images, masks }: Views): RgbaImage[] =>
  images.map((image, i) => (masks ? withAlpha(image, masks[i]) : withoutWhite(image)));

/**
 * The camera of view 0 for the subject: the view shows the mouse larger by `scale`, about the middle of both pictures.
 */
function subjectCamera(view: Camera, scale: number, { width, height }: RgbaImage): Camera {
  const { cx, cy, ...camera } = cameraForSize(view, { width, height });
  return {
    ...camera,
    ...{ fx: camera.fx / scale, fy: camera.fy / scale },
    ...{ cx: width / 2 + (cx - width / 2) / scale, cy: height / 2 + (cy - height / 2) / scale },
  };
}

/**
 * Where a run from a photo loses. The truth is the subject. It is compared with view 0, enlarged, and with the splat that
 * the camera of view 0 shows. The other views have no truth: there the splat is compared with the painted view, at the
 * size of the view.
 * @throws AppError as the rasterizer does
 */
export async function losses(
  { subject, skeleton, views }: { subject: Subject; skeleton: Skeleton | null; views: Views },
  cloud: GaussianCloud,
  context: StageContext,
): Promise<LossReport> {
  const cutouts = cutoutsOf(views);
  const upright = (camera: Camera) => uprightCamera(camera, views.up);
  const rasterizer = await context.runtime.rasterizer(cloud);
  const draw = async (camera: Camera) => {
    const drawn = await drawCovered(rasterizer, upright(camera), { background: 'white' });
    await pauseForMessages(context);
    return drawn;
  };
  const truth = { image: subject.image, mask: opaqueMask(subject.cutout) };
  // Null: view 0 is not the photo, but painted from it, in the same place.
  const scale = scaleInView(skeleton, context.pack.manifest);
  const camera = subjectCamera(views.cameras[0], scale ?? 1, subject.image);
  const [image] = views.images;
  const seen = { image, cutout: cutouts[0], camera: views.cameras[0] };
  const painted: PaintedLeft[] = [];
  const first = await draw(camera);
  for (const [i, view] of views.images.entries()) {
    context.progress((i + 1) / views.images.length);
    if (i === 0) continue;
    const drawn = await draw(scaleCamera(views.cameras[i], view.width));
    const kept = keptOf({ image: view, mask: opaqueMask(cutouts[i]) }, drawn);
    const iou = kept.covered && iouOf(kept.covered);
    painted.push({ view: i, psnrMask: psnrOf(kept.inside), iou });
  }
  return {
    input: 'photo',
    viewSize: image.width,
    repainted: scale === null || subject.frame !== null,
    ...lossesOf([
      { stage: 'views', views: [keptOf(truth, pictureAtSize(seen, image.width, camera))] },
      { stage: 'cloud', views: [keptOf(truth, first)] },
    ]),
    fit: fitOf(silhouetteFit(silhouettesOf(cutouts, views.cameras))),
    painted,
  };
}
