import type { Camera } from '../../core/camera/camera.ts';
import { silhouetteFit } from '../../core/camera/silhouettes.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { errorPicture } from '../../core/metrics/error-picture.ts';
import { countsOf, figuresOf, meanFigures } from '../../core/metrics/figures.ts';
import { fitOf, type LossReport } from '../../core/metrics/loss-report.ts';
import { posedLosses, type KeptView } from '../../core/metrics/losses.ts';
import { drawCovered } from '../../core/rasterize/covered.ts';
import { BACKGROUND } from '../../core/rasterize/rules.ts';
import { pauseForMessages, type StageContext } from '../context.ts';
import type { RunSettings } from '../events.ts';
import { pictureAtSize } from '../losses/at-size.ts';
import { comparedView } from '../losses/compared-view.ts';
import { keptOf } from '../losses/kept.ts';
import type { Box } from '../matting/crop-box.ts';
import type { PosedPictures } from '../posed/frames.ts';
import { detailBox } from '../posed/detail-box.ts';
import type { ComparedView, Comparison, Part } from '../posed/shown.ts';
import { silhouettesOf } from '../posed/silhouettes.ts';
import type { GaussianCloud, Views } from '../types.ts';
import { sizeOf, usedViews } from './reconstruct.ts';

/** Longest side of the pictures for the page, pixels. The figures are those of the whole pictures. */
const SHOWN_SIDE = 2048;

/** A rectangle of pixels as a part of its picture. */
const partOf = ({ width, height }: RgbaImage, box: Box): Part => ({
  left: box.left / width,
  top: box.top / height,
  width: box.width / width,
  height: box.height / height,
});

/**
 * Draws the cloud with the camera of each posed view, and compares it with the true picture. Figures are those of
 * docs/evaluate.md on white. They equal those of `evaluate`.
 * @param settings with which the reconstruction was made. Only views that it used say where it loses
 * @throws AppError as `decodePicture` and the rasterizer do
 */
export async function compare(
  source: PosedPictures,
  views: Views,
  cloud: GaussianCloud,
  { viewSize }: Pick<RunSettings, 'viewSize'>,
  context: StageContext,
): Promise<Comparison> {
  const { codec } = context.runtime;
  const stage = context.pack.manifest.stages.reconstruct;
  const size = sizeOf(views, stage, viewSize);
  const used = usedViews(views, stage);
  const compared: ComparedView[] = [];
  const kept: KeptView[] = [];
  for (const i of source.pictures.keys()) {
    const { truth, camera, moved, seen } = await comparedView(i, source, views, context);
    const rasterizer = await context.runtime.rasterizer(cloud);
    const draw = async (from: Camera) => {
      const drawn = await drawCovered(rasterizer, from, { background: 'white' });
      await pauseForMessages(context);
      return drawn;
    };
    const drawn = await draw(camera);
    const both = { truth: truth.image, drawn: drawn.image, mask: truth.mask };
    const counts = countsOf({ ...both, covered: drawn.covered, background: BACKGROUND.white });
    if (!used || used.includes(i))
      kept.push({
        views: keptOf(truth, pictureAtSize(seen, size, camera)),
        moved: moved ? keptOf(truth, await draw(moved)) : null,
        file: counts,
      });
    const error = errorPicture(truth.image, drawn.image, truth.mask);
    const detail = detailBox(truth);
    compared.push({
      ...{ width: truth.image.width, height: truth.image.height },
      ...(detail && { detail: partOf(truth.image, detail) }),
      truth: await codec.encodePng(truth.image, SHOWN_SIDE),
      drawn: await codec.encodePng(drawn.image, SHOWN_SIDE),
      error: await codec.encodePng(error, SHOWN_SIDE),
      figures: figuresOf(counts),
    });
    context.progress(compared.length / source.pictures.length);
    await pauseForMessages(context);
  }
  const { photos = [], placement } = views;
  const masked = photos.every(Boolean) ? silhouettesOf(photos, views.cameras) : [];
  const losses: LossReport = {
    ...{ input: 'posed', viewSize: size },
    ...posedLosses(kept),
    fit: fitOf(silhouetteFit(masked)),
    movedPixels: Math.max(0, ...(placement?.shifts ?? []).map(({ x, y }) => Math.hypot(x, y))),
  };
  return { views: compared, mean: meanFigures(compared.map(({ figures }) => figures)), losses };
}
