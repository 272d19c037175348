import { scaleCamera } from '../../core/camera/camera.ts';
import { cameraRays } from '../../core/camera/rays.ts';
import { toPlanar } from '../../core/image/pixels.ts';
import { resizePlanar } from '../../core/image/resize.ts';
import { networkError } from '../../core/networks.ts';
import { CLOUD_OUTPUTS, cloudOf } from '../cloud-outputs.ts';
import type { PosedViews, Reconstructed, ReconstructOptions } from '../reconstructor.ts';
import type { Network, NetworkRunner } from '../runner.ts';
import { buildGslrm } from './graph.ts';
import { keepPatches, pixelsOfPatches } from './keep-patches.ts';
import { mergePatches } from './merge-patches.ts';
import type { GslrmSection } from './section.ts';

/** GS-LRM as a network. With `pruneBackground`, a network that was trained with all patches takes fewer. */
export const gslrmNetwork = (
  { files, prune, config }: GslrmSection,
  { count, size }: { count: number; size: number },
  runner: NetworkRunner,
  { pruneBackground = false }: ReconstructOptions = {},
): Network => {
  const counted = !prune && pruneBackground;
  const pruned = prune !== undefined || counted;
  return runner.network(files, {
    name: 'reconstructor',
    variant: `${count} × ${size}${pruned ? ' pruned' : ''}${counted ? ' counted' : ''}`,
    build: (options) =>
      buildGslrm(config, { ...options, image: size, views: count, prune: pruned, counted }),
  });
};

/**
 * Runs GS-LRM: posed views → Gaussians in the network's order, unfiltered.
 * @param size every view is resized to this width and height, pixels; a multiple of the patch size
 * @param options with `pruneBackground`, a network that was trained with all patches gets fewer (merge-patches.ts)
 * @throws AppError `views-blank` if patches are left out, and all views are white
 */
export async function runGslrm(
  { images, cameras }: PosedViews,
  section: GslrmSection,
  size: number,
  runner: NetworkRunner,
  { pruneBackground = false }: ReconstructOptions = {},
): Promise<Reconstructed> {
  const { prune, config } = section;
  const { patch, n_gaussians: globals } = config;
  const planes = images.map((image) => resizePlanar(toPlanar(image), size, size));
  const views = planes.length;
  const image = new Float32Array(views * planes[0].data.length);
  planes.forEach(({ data }, view) => image.set(data, view * data.length));
  const chosen = choosePatches(image, views, size, config.patch, { prune, pruneBackground });
  const scaled = cameras.map((camera) => scaleCamera(camera, size));
  const network = gslrmNetwork(section, { count: views, size }, runner, { pruneBackground });
  await runner.pause();
  const outputs = await runner.run(
    network,
    {
      image: { data: image, shape: [views, 3, size, size] },
      rays: { data: cameraRays(scaled, size), shape: [views, 6, size, size] },
      ...(chosen && feedsOf(chosen)),
    },
    CLOUD_OUTPUTS,
  );
  const cloud = cloudOf(outputs);
  return {
    cloud,
    pixels: pixelsOfPatches(cloud.count, globals, { size, patch, kept: chosen?.kept }),
  };
}

/** The patches that become tokens, ascending. */
interface ChosenPatches {
  kept: number[];
  /** For each kept patch, the number of patches that it stands for. Absent: each stands only for itself. */
  counts?: number[];
}

/** Undefined: all patches, uncounted. */
function choosePatches(
  image: Float32Array,
  views: number,
  size: number,
  patch: number,
  { prune, pruneBackground }: Pick<GslrmSection, 'prune'> & Required<ReconstructOptions>,
): ChosenPatches | undefined {
  if (!prune && !pruneBackground) return undefined;
  const chosen = prune
    ? {
        kept: keepPatches(image, views, size, patch, {
          keepWhiteAbove: prune.keep_white_above,
          maxTokens: prune.max_tokens,
        }),
      }
    : mergePatches(image, views, size, patch);
  if (!chosen || chosen.kept.length === 0)
    throw networkError('views-blank', 'reconstructor', 'all views are white');
  return chosen;
}

const feedsOf = ({ kept, counts }: ChosenPatches) => ({
  keep: { data: BigInt64Array.from(kept, BigInt), shape: [kept.length] },
  ...(counts && { counts: { data: Float32Array.from(counts), shape: [counts.length] } }),
});
