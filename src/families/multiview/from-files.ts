import {
  FACELIFT_SCHEDULER,
  denoisingSchedule,
  schedulerOf,
  type Scheduler,
} from './scheduler-config.ts';
import { clip } from '../clip/index.ts';
import { configIn, type FittedParts, type Role } from '../family.ts';
import { unet } from '../unet/index.ts';
import { vaeFactor } from '../vae/graph.ts';
import { vae } from '../vae/index.ts';
import { VIEW_EMBEDS } from '../view-embeds/index.ts';
import type { MultiviewStage } from './stage.ts';
import { takesLabels } from './together.ts';

/** How many views the UNet makes; undefined without a UNet. */
export const viewsIn = (parts: FittedParts): number | undefined =>
  configIn(unet, parts.unet)?.num_views;

/** Pixels across the views that the model makes; undefined where it makes none. */
export function viewSizeIn(parts: FittedParts): number | undefined {
  const painter = configIn(unet, parts.unet);
  const decoder = configIn(vae, parts.vae);
  return painter && decoder && painter.sample_size * vaeFactor(decoder);
}

/** Whether the parts have an image encoder that their UNet does not use. */
export function hasIdleEncoder(parts: FittedParts): boolean {
  const config = configIn(unet, parts.unet);
  return parts.imageEncoder !== undefined && config !== undefined && !takesLabels(config);
}

/**
 * The parts that a multi-view model lacks. Anything of a multi-view model asks for all of it.
 * Empty too where there is nothing of one.
 */
export function missingParts(parts: FittedParts): Role[] {
  const config = configIn(unet, parts.unet);
  // Without the UNet nobody knows whether it has class labels; every FaceLift has them.
  const encodes = config ? takesLabels(config) : true;
  const needed: Role[] = [
    'unet',
    'vae',
    'viewEmbeds',
    ...(encodes ? ['imageEncoder' as const] : []),
  ];
  const all: Role[] = ['unet', 'vae', 'viewEmbeds', 'imageEncoder'];
  if (!all.some((role) => parts[role])) return [];
  return needed.filter((role) => !parts[role]);
}

/** The scheduler among the JSON files that were brought, else FaceLift's. */
export function schedulerAmong(json: readonly { path: string; value: unknown }[]): {
  scheduler: Scheduler;
  assumed: boolean;
} {
  const found = denoisingSchedule(json);
  return found
    ? { scheduler: schedulerOf(found.value, found.path), assumed: false }
    : { scheduler: FACELIFT_SCHEDULER, assumed: true };
}

/** `stages.multiview` of an imported pack; undefined where there is no multi-view model. */
export function stageOf(
  parts: FittedParts,
  files: Readonly<Partial<Record<Role, string[]>>>,
  rigs: { multiview: string; viewEmbeds: string },
  scheduler: Scheduler,
): MultiviewStage | undefined {
  const painter = configIn(unet, parts.unet);
  const decoder = configIn(vae, parts.vae);
  const encoder = configIn(clip, parts.imageEncoder);
  const viewSize = viewSizeIn(parts);
  const embeds = files.viewEmbeds?.[0];
  if (!painter || !decoder || !viewSize || !files.unet || !files.vae || !embeds) return undefined;
  return {
    rig: rigs.multiview,
    viewSize,
    unet: {
      files: files.unet,
      config: { ...painter, block_out_channels: [...painter.block_out_channels] },
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
