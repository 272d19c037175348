import { AppError } from '../../core/errors.ts';
import { filterGaussians, type FilterName } from '../../core/filters.ts';
import { breathe, type StageContext } from '../context.ts';
import { runGslrm } from '../gslrm.ts';
import type { GaussianCloud, Views } from '../types.ts';

/**
 * Posed views → Gaussians.
 * @param filters which of them stay; with `pack`, all but the nearly transparent
 */
export async function reconstruct(
  views: Views,
  filters: FilterName,
  context: StageContext,
): Promise<GaussianCloud> {
  const stage = context.pack.manifest.stages.reconstruct;
  if (stage.kind === 'lgm') throw new AppError('graph-invalid', { message: 'LGM' });
  const size = stage.anySize ? ownSize(views, stage.config.patch) : stage.viewSize;
  const cloud = await runGslrm(views, stage, size, context);
  await breathe(context);
  return filterGaussians(cloud, filters, stage.minOpacity);
}

/** The size that all views share. */
function ownSize({ images }: Views, patch: number): number {
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
