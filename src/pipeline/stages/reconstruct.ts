import { scaleCamera } from '../../core/camera/camera.ts';
import { chooseViews } from '../../core/camera/choose-views.ts';
import { uprightCloud } from '../../core/camera/upright.ts';
import { AppError } from '../../core/errors.ts';
import { filterGaussians } from '../../core/gaussians/filters.ts';
import { resizeRgba } from '../../core/image/resize.ts';
import { withoutFloaters } from '../../core/photo-surface/floaters.ts';
import { withPhotoSurface, type Reconstruction } from '../../core/photo-surface/photo-surface.ts';
import { reconstructorOf } from '../../families/index.ts';
import type { ReconstructSection } from '../../families/reconstructor.ts';
import { breathe, type StageContext } from '../context.ts';
import type { RunSettings } from '../events.ts';
import { runnerOf } from '../networks.ts';
import type { GaussianCloud, Views } from '../types.ts';

/**
 * Posed views → Gaussians in the world, turned upright if the views say what is up.
 * `filters` names the Gaussians that stay, by the world's axes.
 * @throws AppError `views-invalid` for views of a size that the reconstructor does not take
 */
export async function reconstruct(
  all: Views,
  { filters, viewCount, viewSize }: Pick<RunSettings, 'filters' | 'viewCount' | 'viewSize'>,
  context: StageContext,
): Promise<GaussianCloud> {
  const stage = context.pack.manifest.stages.reconstruct;
  const { useViews } = stage;
  const own = useViews && all.images.length > useViews.length ? pick(all, useViews) : all;
  const views = viewCount === undefined ? own : pick(own, chooseViews(own.cameras, viewCount));
  const size = sizeOf(views, stage, viewSize);
  const made = await reconstructorOf(stage).run(views, stage, size, runnerOf(context));
  const { pixels } = made;
  const cloud =
    stage.photoSides && pixels ? onPhotoSurface(views, { ...made, pixels, size }) : made.cloud;
  await context.runtime.host.trim();
  await breathe(context);
  return filterGaussians(uprightCloud(cloud, all.up), filters, stage.minOpacity);
}

/**
 * Surfels per pixel of a view, along one axis. With one photo at most so many: a finer photo is reduced. With several always
 * so many: a photo may be as small as a view, and the outline of its pixels would be ragged from any other direction.
 */
const DETAIL = { one: 3, several: 2 };

/** The cloud without floaters, and with the photos' own pixels on the surface that they show. */
function onPhotoSurface(views: Views, reconstruction: Reconstruction): GaussianCloud {
  const made = withoutFloatersOf(views, reconstruction);
  const { size } = made;
  const photos = views.photos ?? [];
  const several = photos.filter(Boolean).length > 1;
  const finest = size * (several ? DETAIL.several : DETAIL.one);
  const given = photos.flatMap((photo, view) => {
    if (!photo) return [];
    const camera = scaleCamera(views.cameras[view], size);
    const width = several ? finest : Math.min(photo.width, finest);
    const fine = photo.width === width ? photo : resizeRgba(photo, width, width);
    return [{ view, photo: fine, camera, frame: photo.frame }];
  });
  return given.length > 0 ? withPhotoSurface(made, given) : made.cloud;
}

/** The masks of painted views say what is not the mouse. Masks of another size than the reconstruction are not used. */
const withoutFloatersOf = ({ masks, cameras }: Views, made: Reconstruction): Reconstruction =>
  masks?.every((mask) => mask.length === made.size ** 2)
    ? withoutFloaters(made, cameras, masks)
    : made;

/** Some of the views, in the given order. */
const pick = ({ images, cameras, masks, photos }: Views, chosen: readonly number[]): Views => ({
  images: chosen.map((i) => images[i]),
  cameras: chosen.map((i) => cameras[i]),
  ...(masks && { masks: chosen.map((i) => masks[i]) }),
  ...(photos && { photos: chosen.map((i) => photos[i]) }),
});

/** Pixels across the views: as asked for, else the views' own if the reconstructor takes any, else the pack's. */
function sizeOf({ images }: Views, stage: ReconstructSection, asked: number | undefined): number {
  const step = reconstructorOf(stage).sizeStep(stage);
  const { width, height } = images[0];
  const size = asked ?? (stage.anySize ? width : stage.viewSize);
  if (step === null) return size;
  const unlike = images.some((image) => image.width !== width || image.height !== height);
  const own = asked === undefined && stage.anySize === true;
  if (size % step === 0 && !(own && (unlike || width !== height))) return size;
  const what = own ? `${width} × ${height}` : `${size} × ${size}`;
  throw new AppError('views-invalid', {
    message: `${what}: the views must be squares of one size, a multiple of ${step}`,
    stage: 'reconstruct',
    values: { width, height, patch: step },
  });
}
