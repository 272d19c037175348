import { scaleCamera } from '../../core/camera/camera.ts';
import { chooseViews } from '../../core/camera/choose-views.ts';
import { AppError } from '../../core/errors.ts';
import { filterGaussians } from '../../core/gaussians/filters.ts';
import { withoutFloaters } from '../../core/photo-surface/floaters.ts';
import { withPhotoSides, type Reconstruction } from '../../core/photo-surface/photo-surface.ts';
import { resizeRgba } from '../../core/image/resize.ts';
import { uprightCloud } from '../../core/camera/upright.ts';
import { breathe, type StageContext } from '../context.ts';
import type { RunSettings } from '../events.ts';
import { runGslrm, type GslrmStage } from '../../families/gslrm/run.ts';
import { runLgm } from '../../families/lgm/run.ts';
import type { GaussianCloud, Views } from '../types.ts';

/**
 * Posed views → Gaussians in the world: turned upright where the views tell what is up.
 * `filters` says which stay, by the world's axes; with `pack`, all but the nearly transparent.
 */
export async function reconstruct(
  all: Views,
  { filters, viewCount, viewSize }: Pick<RunSettings, 'filters' | 'viewCount' | 'viewSize'>,
  context: StageContext,
): Promise<GaussianCloud> {
  const stage = context.pack.manifest.stages.reconstruct;
  const own = stage.kind === 'lgm' ? stage.useViews : undefined;
  const its = own && all.images.length > own.length ? pick(all, own) : all;
  const views = viewCount === undefined ? its : pick(its, chooseViews(its.cameras, viewCount));
  const cloud =
    stage.kind === 'lgm'
      ? await runLgm(views, stage, viewSize ?? stage.viewSize, context)
      : await gslrm(views, stage, sizeOf(views, stage, viewSize), context);
  await context.runtime.host.trim();
  await breathe(context);
  return filterGaussians(uprightCloud(cloud, all.up), filters, stage.minOpacity);
}

/**
 * Of photos so many pixels are put for one of the views, along a side: at most of one photo, always of each of several. Those
 * may be as small as the views, and an outline of whole pixels of theirs is ragged from anywhere else.
 */
const DETAIL = { one: 3, several: 2 };

/** GS-LRM's Gaussians, and on the sides that photos show the photos themselves where the pack says so. */
async function gslrm(
  views: Views,
  stage: GslrmStage,
  size: number,
  context: StageContext,
): Promise<GaussianCloud> {
  const given = await runGslrm(views, stage, size, context);
  const made = stage.photoSides ? withoutFloatersOf(views, given) : given;
  const photos = stage.photoSides ? (views.photos ?? []) : [];
  const several = photos.filter(Boolean).length > 1;
  const finest = size * (several ? DETAIL.several : DETAIL.one);
  const sides = photos.flatMap((photo, view) => {
    if (!photo) return [];
    const camera = scaleCamera(views.cameras[view], size);
    const width = several ? finest : Math.min(photo.width, finest);
    const fine = photo.width === width ? photo : resizeRgba(photo, width, width);
    return [{ view, photo: fine, camera, frame: photo.frame }];
  });
  return sides.length > 0 ? withPhotoSides(made, sides) : made.cloud;
}

/** Painted views say by their masks what is none of the mouse; at another size than their own they say nothing. */
const withoutFloatersOf = ({ masks, cameras }: Views, made: Reconstruction): Reconstruction =>
  masks?.every((mask) => mask.length === made.size ** 2)
    ? withoutFloaters(made, cameras, masks)
    : made;

/** Some of the views, in the order given. */
const pick = ({ images, cameras, masks, photos }: Views, chosen: readonly number[]): Views => ({
  images: chosen.map((i) => images[i]),
  cameras: chosen.map((i) => cameras[i]),
  ...(masks && { masks: chosen.map((i) => masks[i]) }),
  ...(photos && { photos: chosen.map((i) => photos[i]) }),
});

/** The size that was asked for, else the views' own where the reconstructor takes any, else the pack's. */
function sizeOf({ images }: Views, stage: GslrmStage, wish: number | undefined): number {
  const { patch } = stage.config;
  const { width, height } = images[0];
  const size = wish ?? (stage.anySize ? width : stage.viewSize);
  const unlike = images.some((image) => image.width !== width || image.height !== height);
  const own = wish === undefined && stage.anySize === true;
  if (size % patch === 0 && !(own && (unlike || width !== height))) return size;
  const what = own ? `${width} × ${height}` : `${size} × ${size}`;
  throw new AppError('views-invalid', {
    message: `${what}: the views must be squares of one size, a multiple of ${patch}`,
    stage: 'reconstruct',
    values: { width, height, patch },
  });
}
