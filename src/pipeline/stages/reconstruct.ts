import { rigCameras } from '../../core/camera.ts';
import { AppError } from '../../core/errors.ts';
import { filterGaussians } from '../../core/filters.ts';
import { keepPatches } from '../../core/keep-patches.ts';
import { toPlanar } from '../../core/pixels.ts';
import { cameraRays } from '../../core/rays.ts';
import { resizePlanar } from '../../core/resize.ts';
import { buildGslrm, type GslrmConfig } from '../../graphs/gslrm.ts';
import { breathe, type StageContext } from '../context.ts';
import { configOf, packNetwork } from '../networks.ts';
import type { GaussianCloud, Views } from '../types.ts';

/** Six views and their cameras → Gaussians, the nearly transparent ones dropped. */
export async function reconstruct(views: Views, context: StageContext): Promise<GaussianCloud> {
  const { pack, runtime } = context;
  const { file, viewSize, prune, minOpacity, ...stage } = pack.manifest.stages.reconstruct;
  const config = configOf<GslrmConfig>(stage.config);
  const planes = views.images.map((image) => resizePlanar(toPlanar(image), viewSize, viewSize));
  const count = planes.length;
  const image = new Float32Array(count * planes[0].data.length);
  planes.forEach(({ data }, view) => image.set(data, view * data.length));
  const keep = prune && patchesToKeep(image, count, viewSize, config.patch, prune);

  // Rays of the rig at this size; cameras of other sizes would have other focal lengths.
  const rays = cameraRays(rigCameras(pack.manifest.rig, viewSize), viewSize);
  const network = packNetwork(pack, file, `${count} × ${viewSize}${prune ? ' pruned' : ''}`, (o) =>
    buildGslrm(config, { ...o, image: viewSize, views: count, prune: prune !== undefined }),
  );
  await breathe(context);
  const { xyz, sh_dc, log_scale, rotation, opacity_logit } = await runtime.host.run(
    network,
    {
      image: { data: image, shape: [count, 3, viewSize, viewSize] },
      rays: { data: rays, shape: [count, 6, viewSize, viewSize] },
      ...(keep && { keep: { data: keep, shape: [keep.length] } }),
    },
    ['xyz', 'sh_dc', 'log_scale', 'rotation', 'opacity_logit'],
  );
  await breathe(context);
  const cloud: GaussianCloud = {
    count: xyz.shape[0],
    xyz: xyz.data,
    shDc: sh_dc.data,
    logScale: log_scale.data,
    rotation: rotation.data,
    opacityLogit: opacity_logit.data,
  };
  return filterGaussians(cloud, 'pack', minOpacity);
}

/** Indices of the patches that hold something. */
function patchesToKeep(
  image: Float32Array,
  views: number,
  size: number,
  patch: number,
  rule: { keep_white_above: number; max_tokens: number },
): BigInt64Array {
  const options = { keepWhiteAbove: rule.keep_white_above, maxTokens: rule.max_tokens };
  const kept = keepPatches(image, views, size, patch, options);
  if (kept.length === 0)
    throw new AppError('mask-empty', { stage: 'reconstruct', message: 'All six views are white.' });
  return BigInt64Array.from(kept, BigInt);
}
