import type { Rig } from '../../core/camera/rig.ts';
import { rigCameras, viewsOfRig } from '../../core/camera/rig.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import type { Skeleton } from '../../core/mouse/keypoints.ts';
import { mirrorViews } from '../../core/mouse/mirror.ts';
import type { Precision } from '../../graphs/cost.ts';
import type { ClipConfig } from '../clip/graph.ts';
import { clipCost } from '../clip/index.ts';
import { classLabel, classLabelNetwork } from '../clip/run.ts';
import { configOf } from '../fields.ts';
import type { PlannedNetwork } from '../plan.ts';
import type { DeviceTensor, Network, NetworkRunner } from '../runner.ts';
import { contextNetwork } from '../unet/cross-attention-inputs.ts';
import { halvesOf, unetNetwork, type Condition } from '../unet/denoiser.ts';
import type { UnetConfig } from '../unet/graph.ts';
import { unetCost } from '../unet/index.ts';
import { vaeFactor, type VaeConfig } from '../vae/graph.ts';
import { decoderCost } from '../vae/index.ts';
import { openVae, type Autoencoder } from '../vae/run.ts';
import { cachesContext, denoiseViews, type DenoiseSettings } from './denoise.ts';
import { heatmaps } from './heatmaps.ts';
import * as fromFiles from './from-files.ts';
import { viewPasses, type ViewInput, type ViewPass } from './passes.ts';
import { colourViews, fitColours, Preview } from './preview.ts';
import { SavedLatents } from './saved-latents.ts';
import { ddimSteps } from './scheduler.ts';
import { multiviewSection, type MultiviewSection } from './section.ts';
import { requireMatching } from './matching.ts';

/** The multi-view model of a pack, ready to run. It encodes, denoises and decodes. */
interface OpenMultiview extends Autoencoder {
  /** The number of steps that the scheduler takes if `steps` are requested. */
  stepCount(steps: number): number;
  /** The passes. The views are their mean. */
  passes(input: ViewInput, steps: number): ViewPass[];
  /** The class label of every view, on the device; null in packs without an image encoder. */
  label(subject: RgbaImage): Promise<DeviceTensor | null>;
  /** Heat maps of the skeleton on a latent grid of `size`², on the device; null in packs without heat maps. */
  maps(skeleton: Skeleton | null, size: number): Promise<DeviceTensor | null>;
  /** The networks that a run uses, in the order in which it uses them. */
  networks(settings: Pick<DenoiseSettings, 'steps' | 'guidance' | 'split'>): Promise<Network[]>;
  /**
   * Latents of all views, [V, L, s, s], on the device. `onStep` is awaited after each step. `keep` gets these
   * latents and those of earlier steps; the caller frees them. An interrupted denoising with the
   * same `partial` goes on after its last saved step. `preview` gets the views between two steps.
   */
  denoise(
    condition: Condition,
    settings: DenoiseSettings,
    keep: (latents: DeviceTensor) => void,
    partial: { saved?: SavedLatents },
    onStep: () => Promise<void>,
    preview?: Preview,
  ): Promise<DeviceTensor>;
}

function open(section: MultiviewSection, rig: Rig, runner: NetworkRunner): OpenMultiview {
  const { viewSize, imageEncoder, scheduler } = section;
  const unet = { files: section.unet.files, config: configOf<UnetConfig>(section.unet.config) };
  const clip = imageEncoder && {
    files: imageEncoder.files,
    config: configOf<ClipConfig>(imageEncoder.config),
  };
  const autoencoder = openVae(section.vae, viewSize, runner);
  const views = section.unet.config.num_views;
  const size = viewSize / vaeFactor(configOf<VaeConfig>(section.vae.config));
  return {
    ...autoencoder,
    stepCount: (steps) => ddimSteps(scheduler, steps).length,
    passes: (input, steps) => viewPasses(input, steps, section, rig),
    label: async (subject) => (clip ? classLabel(subject, clip, runner) : null),
    async maps(skeleton, size) {
      if (!section.heatmaps || !skeleton) return null;
      const { sigma, depthScale } = section.heatmaps;
      const { radius } = rig;
      return runner.upload(
        heatmaps(skeleton.xyz, rigCameras(rig), { size, sigma, depthScale, radius }),
      );
    },
    async networks({ steps, guidance, split }) {
      const { file, tensor } = section.viewEmbeds;
      const [, tokens] = (await runner.pack.weights(file)).tensors.get(tensor)?.shape ?? [];
      const halves = halvesOf({ guided: guidance !== 1, split });
      const cached = cachesContext(ddimSteps(scheduler, steps).length);
      const [encoder, decoder] = autoencoder.coders(views);
      return [
        encoder,
        ...(clip ? [classLabelNetwork(clip, runner)] : []),
        ...(cached ? [contextNetwork(unet, tokens, runner)] : []),
        unetNetwork(unet, { halves, size, tokens, cached }, runner),
        decoder,
      ];
    },
    denoise(condition, settings, keep, partial, onStep, preview) {
      const saved = (partial.saved ??= new SavedLatents());
      return denoiseViews(section, unet, condition, settings, runner, keep, saved, onStep, preview);
    },
  };
}

/**
 * The networks that a run uses, with their costs.
 * @param split whether the two halves of guidance run one after the other
 */
function planned(
  { viewSize, unet, vae, imageEncoder }: MultiviewSection,
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

/** What is wrong with the section in a pack with this rig, as texts that continue after `stages.multiview.` */
function problems({ unet, oneStep, imageEncoder }: MultiviewSection, rig: Rig): string[] {
  const views = viewsOfRig(rig);
  const found: string[] = [];
  if (unet.config.num_views !== views)
    found.push(`unet.config.num_views must be ${views}, the number of the rig's cameras`);
  if (oneStep?.mirrored && (imageEncoder || !mirrorViews(rig)))
    found.push(
      'oneStep.mirrored needs a rig that is a ring and its own mirror image, and no imageEncoder',
    );
  return found;
}

/** MVDiffusion's multi-view model. It consists of UNet, autoencoder, view embeddings and, in FaceLift, CLIP. */
export const multiviewModel = {
  Preview,
  fitColours,
  colourViews,
  schema: multiviewSection,
  ...fromFiles,
  requireMatching,
  problems,
  planned,
  open,
};
