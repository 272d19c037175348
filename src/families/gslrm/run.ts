import { scaleCamera } from '../../core/camera/camera.ts';
import { AppError } from '../../core/errors.ts';
import { keepPatches, pixelsOfPatches } from './keep-patches.ts';
import type { Reconstruction } from '../../core/photo-surface/photo-surface.ts';
import { toPlanar } from '../../core/image/pixels.ts';
import { cameraRays } from '../../core/camera/rays.ts';
import { resizePlanar } from '../../core/image/resize.ts';
import { buildGslrm, type GslrmConfig } from './graph.ts';
import type { PackManifest } from '../../packs/manifest.ts';
import { breathe, type StageContext } from '../../pipeline/context.ts';
import { configOf, packNetwork } from '../../pipeline/networks.ts';
import type { Views } from '../../pipeline/types.ts';

/** GS-LRM's part of pack.json. */
export type GslrmStage = Extract<PackManifest['stages']['reconstruct'], { kind: 'gslrm' }>;

/**
 * GS-LRM: posed views → Gaussians in the model's own order, unfiltered.
 * @param size side of the square that every view is brought to, a multiple of the patch
 */
export async function runGslrm(
  views: Views,
  { files, prune, config: raw }: GslrmStage,
  size: number,
  context: StageContext,
): Promise<Reconstruction> {
  const { pack, runtime } = context;
  const config = configOf<GslrmConfig>(raw);
  const planes = views.images.map((image) => resizePlanar(toPlanar(image), size, size));
  const count = planes.length;
  const image = new Float32Array(count * planes[0].data.length);
  planes.forEach(({ data }, view) => image.set(data, view * data.length));
  const keep = prune && patchesToKeep(image, count, size, config.patch, prune);
  const cameras = views.cameras.map((camera) => scaleCamera(camera, size));
  const network = packNetwork(pack, files, `${count} × ${size}${prune ? ' pruned' : ''}`, (o) =>
    buildGslrm(config, { ...o, image: size, views: count, prune: prune !== undefined }),
  );
  await breathe(context);
  const { xyz, sh_dc, log_scale, rotation, opacity_logit } = await runtime.host.run(
    network,
    {
      image: { data: image, shape: [count, 3, size, size] },
      rays: { data: cameraRays(cameras, size), shape: [count, 6, size, size] },
      ...(keep && { keep: { data: keep, shape: [keep.length] } }),
    },
    ['xyz', 'sh_dc', 'log_scale', 'rotation', 'opacity_logit'],
  );
  const cloud = {
    count: xyz.shape[0],
    xyz: xyz.data,
    shDc: sh_dc.data,
    logScale: log_scale.data,
    rotation: rotation.data,
    opacityLogit: opacity_logit.data,
  };
  const { patch, n_gaussians: globals } = config;
  const pixels = pixelsOfPatches(cloud.count, globals, { size, patch, kept: keep });
  return { cloud, pixels, size };
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
    throw new AppError('mask-empty', { stage: 'reconstruct', message: 'All views are white.' });
  return BigInt64Array.from(kept, BigInt);
}
