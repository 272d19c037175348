import { AppError } from '../../core/errors.ts';
import { clip } from '../clip/index.ts';
import { configIn, type CompleteNetworks } from '../family.ts';
import { unet } from '../unet/index.ts';
import { unfit } from '../unfit.ts';
import type { PackUnetConfig } from '../unet/infer.ts';
import { vae } from '../vae/index.ts';
import { viewEmbeds } from '../view-embeds/index.ts';

/** Whether a UNet takes class labels, which an image encoder makes. */
export const takesLabels = (config: PackUnetConfig): boolean =>
  (config.class_embed_type ?? null) !== null;

/**
 * Refuses networks that are complete, but do not belong to the same model.
 *
 * - The UNet's input is the noisy latents and the subject's latents. Both have the autoencoder's number of
 *   channels.
 * - The UNet's class label is the image encoder's embedding, followed by a sinusoid of the same width.
 * - The view embeddings are [views, tokens, width], with the UNet's number of views and the width of its
 *   cross-attention. Files of [6, 77, 768] exist that were made with another text encoder.
 *
 * @throws AppError `checkpoint-unfit` that names both files; `embeds-invalid` for view embeddings
 */
export function requireMatching(networks: CompleteNetworks): void {
  const config = configIn(unet, networks.unet);
  if (!config) return;
  const path = (role: keyof CompleteNetworks) => networks[role]?.checkpoint.path ?? '';
  const refuse = (other: string, why: string) =>
    unfit(path('unet'), 'not-one-model', why, { other });
  const { in_channels: into, out_channels: out } = config;
  const latent = configIn(vae, networks.vae)?.latent_channels;
  if (latent && (into !== 2 * latent || out !== latent))
    throw refuse(
      path('vae'),
      `the UNet has ${into} input and ${out} output channels, not ${2 * latent} and ${latent}`,
    );
  const label = config.projection_class_embeddings_input_dim;
  const width = configIn(clip, networks.imageEncoder)?.projection_dim;
  if (takesLabels(config) && width && label !== 2 * width)
    throw refuse(
      path('imageEncoder'),
      `the UNet takes labels of ${label} numbers, but embeddings of ${width} make labels of ${2 * width}`,
    );
  const embeds = configIn(viewEmbeds, networks.viewEmbeds);
  if (embeds) requireEmbeds(embeds.shape, config, path('viewEmbeds'));
}

function requireEmbeds(shape: readonly number[], unet: PackUnetConfig, path: string): void {
  const [views, , width] = shape;
  if (views === unet.num_views && width === unet.cross_attention_dim) return;
  throw new AppError('embeds-invalid', {
    message:
      `${path} is [${shape.join()}], but the UNet has ${unet.num_views} views and takes ` +
      `embeddings of width ${unet.cross_attention_dim}`,
    stage: 'load',
    values: {
      file: path,
      shape: shape.join(' × '),
      views: unet.num_views,
      width: unet.cross_attention_dim,
    },
  });
}
