import { cameraForSize, type Camera } from '../../core/camera/camera.ts';
import { mapCamera } from '../../core/camera/similarity.ts';
import { uprightCamera } from '../../core/camera/upright.ts';
import { isOnWhite, withoutWhite } from '../../core/image/cut-out.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { errorPicture } from '../../core/metrics/error-picture.ts';
import { countsOf, figuresOf, meanFigures } from '../../core/metrics/figures.ts';
import { opaqueMask } from '../../core/metrics/overlap.ts';
import { drawCovered } from '../../core/rasterize/covered.ts';
import { BACKGROUND } from '../../core/rasterize/rules.ts';
import { pauseForMessages, type StageContext } from '../context.ts';
import type { Box } from '../matting/crop-box.ts';
import { frameAt, type PosedPictures } from '../posed/frames.ts';
import { detailBox } from '../posed/detail-box.ts';
import type { ComparedView, Comparison, Part } from '../posed/shown.ts';
import { truthOf, type Truth } from '../posed/truth.ts';
import type { GaussianCloud, Views } from '../types.ts';

/** Longest side of the pictures for the page, pixels. The figures are those of the whole pictures. */
const SHOWN_SIDE = 2048;

/** What is compared of one view. The camera is in the world of the splat. */
interface Compared {
  truth: Pick<Truth, 'image' | 'mask'>;
  camera: Camera;
}

/** The square view as the reconstructor got it, and its camera before it was moved so that the masks fit. */
function squareView(i: number, source: PosedPictures, views: Views): Compared {
  const image = views.images[i];
  const camera = views.cameras[i];
  const { x, y } = views.placement?.shifts?.[i] ?? { x: 0, y: 0 };
  const scale = camera.fx / source.cameras[i].fx;
  const unmoved = { ...camera, cx: camera.cx - scale * x, cy: camera.cy - scale * y };
  return {
    truth: { image, mask: opaqueMask(views.photos?.[i] ?? withoutWhite(image)) },
    camera: uprightCamera(cameraForSize(unmoved, image), views.up),
  };
}

/**
 * The frame as it was recorded, as `evaluate` compares it. If that cannot be, the square view: for a lens with
 * distortion, for a mask that the background remover made, and for the placement `per-camera`.
 */
async function comparedView(
  i: number,
  source: PosedPictures,
  views: Views,
  context: StageContext,
): Promise<Compared> {
  const toSplat = views.placement?.toSplat;
  if (source.lenses?.[i] || !toSplat) return squareView(i, source, views);
  const { image, shape } = await frameAt(i, source, context);
  const truth = truthOf(image, shape, 'white');
  if (!truth || (truth.maskFrom === 'white' && !isOnWhite(truth.image)))
    return squareView(i, source, views);
  return { truth, camera: mapCamera(toSplat, cameraForSize(source.cameras[i], image)) };
}

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
 * @throws AppError as `decodePicture` and the rasterizer do
 */
export async function compare(
  source: PosedPictures,
  views: Views,
  cloud: GaussianCloud,
  context: StageContext,
): Promise<Comparison> {
  const { codec } = context.runtime;
  const compared: ComparedView[] = [];
  for (const i of source.pictures.keys()) {
    const { truth, camera } = await comparedView(i, source, views, context);
    const rasterizer = await context.runtime.rasterizer(cloud);
    const drawn = await drawCovered(rasterizer, camera, { background: 'white' });
    await pauseForMessages(context);
    const both = { truth: truth.image, drawn: drawn.image, mask: truth.mask };
    const counts = countsOf({ ...both, covered: drawn.covered, background: BACKGROUND.white });
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
  return { views: compared, mean: meanFigures(compared.map(({ figures }) => figures)) };
}
