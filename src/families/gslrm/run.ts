import { scaleCamera } from '../../core/camera/camera.ts';
import { cameraRays } from '../../core/camera/rays.ts';
import { AppError } from '../../core/errors.ts';
import { toPlanar } from '../../core/image/pixels.ts';
import { resizePlanar } from '../../core/image/resize.ts';
import { CLOUD_OUTPUTS, cloudOf } from '../cloud-outputs.ts';
import type { PosedViews, Reconstructed } from '../reconstructor.ts';
import type { NetworkRunner } from '../runner.ts';
import { buildGslrm } from './graph.ts';
import { keepPatches, pixelsOfPatches } from './keep-patches.ts';
import type { GslrmSection } from './section.ts';

/**
 * Runs GS-LRM: posed views → Gaussians in the network's order, unfiltered.
 * @param size every view is resized to this width and height, pixels; a multiple of the patch size
 * @throws AppError `mask-empty` if pruning leaves no patch because all views are white
 */
export async function runGslrm(
  { images, cameras }: PosedViews,
  { files, prune, config }: GslrmSection,
  size: number,
  runner: NetworkRunner,
): Promise<Reconstructed> {
  const { patch, n_gaussians: globals } = config;
  const planes = images.map((image) => resizePlanar(toPlanar(image), size, size));
  const views = planes.length;
  const image = new Float32Array(views * planes[0].data.length);
  planes.forEach(({ data }, view) => image.set(data, view * data.length));
  const keep = prune && patchesToKeep(image, views, size, patch, prune);
  const scaled = cameras.map((camera) => scaleCamera(camera, size));
  const network = runner.network(files, {
    variant: `${views} × ${size}${prune ? ' pruned' : ''}`,
    build: (options) =>
      buildGslrm(config, { ...options, image: size, views, prune: prune !== undefined }),
  });
  await runner.pause();
  const outputs = await runner.run(
    network,
    {
      image: { data: image, shape: [views, 3, size, size] },
      rays: { data: cameraRays(scaled, size), shape: [views, 6, size, size] },
      ...(keep && { keep: { data: keep, shape: [keep.length] } }),
    },
    CLOUD_OUTPUTS,
  );
  const cloud = cloudOf(outputs);
  return { cloud, pixels: pixelsOfPatches(cloud.count, globals, { size, patch, kept: keep }) };
}

/** Indices of the patches that are not background, ascending. */
function patchesToKeep(
  image: Float32Array,
  views: number,
  size: number,
  patch: number,
  prune: NonNullable<GslrmSection['prune']>,
): BigInt64Array {
  const options = { keepWhiteAbove: prune.keep_white_above, maxTokens: prune.max_tokens };
  const kept = keepPatches(image, views, size, patch, options);
  if (kept.length === 0)
    throw new AppError('mask-empty', { stage: 'reconstruct', message: 'All views are white.' });
  return BigInt64Array.from(kept, BigInt);
}
