import { scaleCamera } from '../../core/camera/camera.ts';
import { chooseViews } from '../../core/camera/choose-views.ts';
import { uprightCloud } from '../../core/camera/upright.ts';
import { AppError } from '../../core/errors.ts';
import { filterGaussians } from '../../core/gaussians/filters.ts';
import { resizeRgba } from '../../core/image/resize.ts';
import { withoutFloaters } from '../../core/photo-surface/floaters.ts';
import { withPhotoSurface } from '../../core/photo-surface/photo-surface.ts';
import type { Reconstruction } from '../../core/photo-surface/reconstruction.ts';
import { reconstructorOf } from '../../families/index.ts';
import type { ReconstructSection } from '../../families/reconstructor.ts';
import { pauseForMessages, type StageContext } from '../context.ts';
import type { RunSettings } from '../events.ts';
import { runnerOf } from '../networks.ts';
import { noGaussians, requireFinite, requireVisible } from '../numbers/visible.ts';
import type { GaussianCloud, Views } from '../types.ts';

/**
 * Posed views → Gaussians in the world. They are turned upright if the views have `up`. Then `filters` selects
 * the Gaussians that stay, by the world's axes.
 * @throws AppError `views-invalid` if the reconstructor does not take views of this size
 * @throws AppError `splat-empty` if no Gaussian is visible, or none stays; `numbers-invalid` if a Gaussian is not
 *   finite; and the errors of `NetworkRunner`
 */
export async function reconstruct(
  all: Views,
  {
    filters,
    viewCount,
    viewSize,
    pruneBackground,
  }: Pick<RunSettings, 'filters' | 'viewCount' | 'viewSize' | 'pruneBackground'>,
  context: StageContext,
): Promise<GaussianCloud> {
  const stage = context.pack.manifest.stages.reconstruct;
  const used = usedViews(all, stage, viewCount);
  const views = used ? pick(all, used) : all;
  const size = sizeOf(views, stage, viewSize);
  const runner = runnerOf(context);
  const made = await reconstructorOf(stage).run(views, stage, size, runner, { pruneBackground });
  requireVisible(made.cloud, stage.minOpacity);
  const { pixels } = made;
  const cloud =
    stage.photoSides && pixels
      ? await onPhotoSurface(views, { ...made, pixels, size }, () => pauseForMessages(context))
      : made.cloud;
  await context.runtime.sessions.trim();
  await pauseForMessages(context);
  const upright = uprightCloud(cloud, all.up);
  requireFinite(upright, 'reconstructor');
  const filtered = filterGaussians(upright, filters, stage.minOpacity);
  if (filtered.count === 0) throw noGaussians(`none of ${upright.count} Gaussians stays`);
  return filtered;
}

/**
 * Surfels per pixel of a view, along one axis. One photo has at most 3, because a finer photo is reduced.
 * Several photos always have 2. A photo may be as small as a view: then the outline of its surfels would be
 * ragged from all other directions.
 */
const DETAIL = { one: 3, several: 2 };

/** The cloud without floaters, with surfels in the photos' colours on the surface that the photos show. */
async function onPhotoSurface(
  views: Views,
  reconstruction: Reconstruction,
  pause: () => Promise<void>,
): Promise<GaussianCloud> {
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
  return given.length > 0
    ? withPhotoSurface(made, given, pause, views.masks && views.cameras)
    : made.cloud;
}

/**
 * Removes floaters with the masks of painted views, which show what is not mouse. Masks are used only if their
 * size is the reconstruction's.
 */
const withoutFloatersOf = ({ masks, cameras }: Views, made: Reconstruction): Reconstruction =>
  masks?.every((mask) => mask.length === made.size ** 2)
    ? withoutFloaters(made, cameras, masks)
    : made;

/** Indices of the views that the reconstructor gets, in its order. Null: all, as they are. */
export function usedViews(
  { images, cameras, placement }: Pick<Views, 'images' | 'cameras' | 'placement'>,
  { useViews }: ReconstructSection,
  viewCount?: number,
): readonly number[] | null {
  // The order of the cameras of posed views is not that of the pack's rig.
  const own = placement && useViews ? chooseViews(cameras, useViews.length) : useViews;
  const usable = own && images.length > own.length ? own : null;
  if (viewCount === undefined) return usable;
  const all = usable ?? [...images.keys()];
  const among = all.map((i) => cameras[i]);
  return chooseViews(among, viewCount).map((i) => all[i]);
}

/** The chosen views, in this order, without `up`. */
const pick = ({ images, cameras, masks, photos }: Views, chosen: readonly number[]): Views => ({
  images: chosen.map((i) => images[i]),
  cameras: chosen.map((i) => cameras[i]),
  ...(masks && { masks: chosen.map((i) => masks[i]) }),
  ...(photos && { photos: chosen.map((i) => photos[i]) }),
});

/**
 * Width and height of the views for the reconstructor, pixels: the requested size if there is one. Otherwise
 * the size of the views if the reconstructor takes any size, else the pack's.
 */
export function sizeOf(
  { images }: Pick<Views, 'images'>,
  stage: ReconstructSection,
  requested: number | undefined,
): number {
  const step = reconstructorOf(stage).sizeStep(stage);
  const { width, height } = images[0];
  const size = requested ?? (stage.anySize ? width : stage.viewSize);
  if (step === null) return size;
  const unlike = images.some((image) => image.width !== width || image.height !== height);
  const unresized = requested === undefined && stage.anySize === true;
  if (size % step === 0 && !(unresized && (unlike || width !== height))) return size;
  const what = unresized ? `${width} × ${height}` : `${size} × ${size}`;
  throw new AppError('views-invalid', {
    message: `${what}: the views must be squares of one size, a multiple of ${step}`,
    stage: 'reconstruct',
    values: { width, height, patch: step },
  });
}
