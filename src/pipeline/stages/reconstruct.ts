import { chooseViews } from '../../core/choose-views.ts';
import { AppError } from '../../core/errors.ts';
import { filterGaussians } from '../../core/filters.ts';
import { breathe, type StageContext } from '../context.ts';
import type { RunSettings } from '../events.ts';
import { runGslrm, type GslrmStage } from '../gslrm.ts';
import { runLgm } from '../lgm.ts';
import type { GaussianCloud, Views } from '../types.ts';

/**
 * Posed views → Gaussians. Of these `filters` says which stay; with `pack`, all but the nearly transparent.
 */
export async function reconstruct(
  all: Views,
  { filters, viewCount }: Pick<RunSettings, 'filters' | 'viewCount'>,
  context: StageContext,
): Promise<GaussianCloud> {
  const views = viewCount === undefined ? all : fewer(all, viewCount);
  const stage = context.pack.manifest.stages.reconstruct;
  const cloud =
    stage.kind === 'lgm'
      ? await runLgm(views, stage, context)
      : await runGslrm(views, stage, sizeOf(views, stage), context);
  await context.runtime.host.trim();
  await breathe(context);
  return filterGaussians(cloud, filters, stage.minOpacity);
}

/** Some of the views, spread as widely as can be. */
function fewer({ images, cameras }: Views, count: number): Views {
  const chosen = chooseViews(cameras, count);
  return { images: chosen.map((i) => images[i]), cameras: chosen.map((i) => cameras[i]) };
}

/** The views' own size where the reconstructor takes any, else its own. */
function sizeOf({ images }: Views, { anySize, viewSize, config }: GslrmStage): number {
  if (!anySize) return viewSize;
  const { patch } = config;
  const size = images[0].width;
  const odd = images.find(({ width, height }) => width !== size || height !== size);
  if (!odd && size % patch === 0) return size;
  const { width, height } = odd ?? images[0];
  throw new AppError('views-invalid', {
    message: `${width} × ${height}: the views must be squares of one size, a multiple of ${patch}`,
    stage: 'reconstruct',
    values: { width, height, patch },
  });
}
