import {
  FACELIFT_SCHEDULER,
  denoisingSchedule,
  schedulerOf,
  type Scheduler,
} from './scheduler-config.ts';
import { clip } from '../clip/index.ts';
import { configIn, type CompleteNetworks, type Role } from '../family.ts';
import { unet } from '../unet/index.ts';
import { vaeFactor } from '../vae/graph.ts';
import { vae } from '../vae/index.ts';
import { VIEW_EMBEDS } from '../view-embeds/index.ts';
import type { MultiviewSection } from './section.ts';
import { takesLabels } from './matching.ts';

/** Number of views that the UNet makes; undefined if there is no UNet. */
export const viewsIn = (networks: CompleteNetworks): number | undefined =>
  configIn(unet, networks.unet)?.num_views;

/**
 * Width and height of the views that the model makes, pixels; undefined if the UNet or the autoencoder is
 * missing.
 */
export function viewSizeIn(networks: CompleteNetworks): number | undefined {
  const denoiser = configIn(unet, networks.unet);
  const decoder = configIn(vae, networks.vae);
  return denoiser && decoder && denoiser.sample_size * vaeFactor(decoder);
}

/** Whether there is an image encoder that the UNet does not use. */
export function hasIdleEncoder(networks: CompleteNetworks): boolean {
  const config = configIn(unet, networks.unet);
  return networks.imageEncoder !== undefined && config !== undefined && !takesLabels(config);
}

/**
 * The roles of the networks that a multi-view model lacks. Empty if the model is complete, or if none of its
 * networks was found.
 */
export function missingRoles(networks: CompleteNetworks): Role[] {
  const config = configIn(unet, networks.unet);
  // The UNet decides whether the model needs an image encoder. Every FaceLift needs one.
  const encodes = config ? takesLabels(config) : true;
  const needed: Role[] = [
    'unet',
    'vae',
    'viewEmbeds',
    ...(encodes ? ['imageEncoder' as const] : []),
  ];
  const all: Role[] = ['unet', 'vae', 'viewEmbeds', 'imageEncoder'];
  if (!all.some((role) => networks[role])) return [];
  return needed.filter((role) => !networks[role]);
}

/**
 * The scheduler in the imported JSON files. If no file contains one, FaceLift's scheduler is used, and
 * `assumed` is true.
 * @throws AppError `checkpoint-unfit` if the pipeline does not support the scheduler
 */
export function schedulerAmong(json: readonly { path: string; value: unknown }[]): {
  scheduler: Scheduler;
  assumed: boolean;
} {
  const found = denoisingSchedule(json);
  return found
    ? { scheduler: schedulerOf(found.value, found.path), assumed: false }
    : { scheduler: FACELIFT_SCHEDULER, assumed: true };
}

/** `stages.multiview` of an imported pack; undefined if the multi-view model is not complete. */
export function sectionOf(
  networks: CompleteNetworks,
  files: Readonly<Partial<Record<Role, string[]>>>,
  rigs: { multiview: string; viewEmbeds: string },
  scheduler: Scheduler,
): MultiviewSection | undefined {
  const denoiser = configIn(unet, networks.unet);
  const decoder = configIn(vae, networks.vae);
  const encoder = configIn(clip, networks.imageEncoder);
  const viewSize = viewSizeIn(networks);
  const embeds = files.viewEmbeds?.[0];
  if (!denoiser || !decoder || !viewSize || !files.unet || !files.vae || !embeds) return undefined;
  return {
    rig: rigs.multiview,
    viewSize,
    unet: {
      files: files.unet,
      config: { ...denoiser, block_out_channels: [...denoiser.block_out_channels] },
    },
    vae: {
      files: files.vae,
      config: { ...decoder, block_out_channels: [...decoder.block_out_channels] },
    },
    ...(encoder &&
      files.imageEncoder && {
        imageEncoder: { files: files.imageEncoder, config: { ...encoder } },
      }),
    viewEmbeds: { file: embeds, tensor: VIEW_EMBEDS, rig: rigs.viewEmbeds },
    scheduler,
    noise: 'torch-cuda',
  };
}
