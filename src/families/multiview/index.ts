import type { Rig } from '../../core/camera/rig.ts';
import { rigCameras, viewsOfRig } from '../../core/camera/rig.ts';
import type { NdArray, RgbaImage } from '../../core/image/image.ts';
import type { Skeleton } from '../../core/mouse/keypoints.ts';
import { mirrorViews } from '../../core/mouse/mirror.ts';
import type { Precision } from '../../graphs/cost.ts';
import type { ClipConfig } from '../clip/graph.ts';
import { clipCost } from '../clip/index.ts';
import { classLabel } from '../clip/run.ts';
import { configOf } from '../fields.ts';
import type { PlannedNetwork } from '../plan.ts';
import type { Runner } from '../runner.ts';
import type { Condition } from '../unet/denoiser.ts';
import type { UnetConfig } from '../unet/graph.ts';
import { unetCost } from '../unet/index.ts';
import { vaeFactor, type VaeConfig } from '../vae/graph.ts';
import { decoderCost } from '../vae/index.ts';
import { openVae, type Autoencoder } from '../vae/run.ts';
import { denoiseViews, type DenoiseSettings } from './denoise.ts';
import { heatmaps } from './heatmaps.ts';
import * as fromFiles from './from-files.ts';
import { viewPasses, type ViewInput, type ViewPass } from './passes.ts';
import { ddimSteps } from './scheduler.ts';
import { multiviewStage, type MultiviewStage } from './stage.ts';
import { requireTogether } from './together.ts';

/** The opened multi-view model of a pack: encode, denoise, decode. */
export interface MultiviewModel extends Autoencoder {
  /** How many steps the scheduler takes where so many are asked for. */
  stepCount(steps: number): number;
  passes(input: ViewInput, steps: number): ViewPass[];
  /** Class label of every view; null in packs without an image encoder. */
  label(subject: RgbaImage): Promise<Float32Array | null>;
  /** Heat maps of the skeleton on the latent grid, `size` latents across; null where the pack has none. */
  maps(skeleton: Skeleton | null, size: number): NdArray | null;
  /** Latents of all views, [V, L, s, s]. */
  denoise(
    condition: Condition,
    settings: DenoiseSettings,
    onStep: () => Promise<void>,
  ): Promise<Float32Array>;
}

function open(stage: MultiviewStage, rig: Rig, runner: Runner): MultiviewModel {
  const { viewSize, imageEncoder, scheduler } = stage;
  const unet = { files: stage.unet.files, config: configOf<UnetConfig>(stage.unet.config) };
  const clip = imageEncoder && {
    files: imageEncoder.files,
    config: configOf<ClipConfig>(imageEncoder.config),
  };
  return {
    ...openVae(stage.vae, viewSize, runner),
    stepCount: (steps) => ddimSteps(scheduler, steps).length,
    passes: (input, steps) => viewPasses(input, steps, stage, rig),
    label: async (subject) => (clip ? classLabel(subject, clip, runner) : null),
    maps(skeleton, size) {
      if (!stage.heatmaps || !skeleton) return null;
      const { sigma, depthScale } = stage.heatmaps;
      const { radius } = rig;
      return heatmaps(skeleton.xyz, rigCameras(rig), { size, sigma, depthScale, radius });
    },
    denoise: (condition, settings, onStep) =>
      denoiseViews(stage, unet, condition, settings, runner, onStep),
  };
}

/** The networks that a run uses, each with its cost. */
function planned(
  { viewSize, unet, vae, imageEncoder }: MultiviewStage,
  { guided, split }: { guided: boolean; split: boolean },
): PlannedNetwork[] {
  const unetConfig = configOf<UnetConfig>(unet.config);
  const vaeConfig = configOf<VaeConfig>(vae.config);
  const size = viewSize / vaeFactor(vaeConfig);
  const halves = guided && !split ? 2 : 1;
  const networks: PlannedNetwork[] = [];
  if (imageEncoder) {
    const config = configOf<ClipConfig>(imageEncoder.config);
    const cost = (precision: Precision) => clipCost(config, precision);
    networks.push({ name: 'image encoder', files: imageEncoder.files, cost });
  }
  networks.push({
    name: 'multi-view model',
    files: unet.files,
    cost: (precision) => unetCost(unetConfig, { size, halves }, precision),
  });
  networks.push({
    name: 'autoencoder',
    files: vae.files,
    single: true,
    cost: (precision) => decoderCost(vaeConfig, viewSize, precision),
  });
  return networks;
}

/** What is wrong with a stage in a pack of this rig. */
function problems({ unet, oneStep, imageEncoder }: MultiviewStage, rig: Rig): string[] {
  const views = viewsOfRig(rig);
  const found: string[] = [];
  if (unet.config.num_views !== views)
    found.push(`unet.config.num_views must be ${views}, as the rig has cameras`);
  if (oneStep?.mirrored && (imageEncoder || !mirrorViews(rig)))
    found.push(
      'oneStep.mirrored: the rig must be a ring that is its own mirror image, without an imageEncoder',
    );
  return found;
}

/** MVDiffusion: what UNet, autoencoder, view embeddings and (in FaceLift) CLIP are together. */
export const multiview = {
  schema: multiviewStage,
  ...fromFiles,
  requireTogether,
  problems,
  planned,
  open,
};
