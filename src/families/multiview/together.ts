import { AppError } from '../../core/errors.ts';
import type { Fitted, Networks } from '../../packs/import/networks.ts';
import type { PackUnetConfig } from '../unet/infer.ts';

/** Whether a UNet is told about the subject by an image encoder. */
export const takesLabels = ({ config }: Fitted<PackUnetConfig>): boolean =>
  (config.class_embed_type ?? null) !== null;

/**
 * Refuses networks that are each complete and were never one model: the UNet takes the noisy latents and those of the subject,
 * and the image encoder's embedding beside a sinusoid as wide.
 *
 * @throws AppError `weights-invalid` that names both files
 */
export function requireTogether({ unet, vae, imageEncoder }: Networks): void {
  if (!unet) return;
  const refuse = (path: string, why: string) =>
    new AppError('weights-invalid', {
      message: `${unet.part.path} and ${path} do not belong together: ${why}`,
      stage: 'load',
      values: { file: unet.part.path },
    });
  const { in_channels: into, out_channels: out } = unet.config;
  const latent = vae?.config.latent_channels;
  if (vae && latent && (into !== 2 * latent || out !== latent))
    throw refuse(
      vae.part.path,
      `the UNet has ${into} channels in and ${out} out, not ${2 * latent} and ${latent}`,
    );
  const label = unet.config.projection_class_embeddings_input_dim;
  const width = imageEncoder?.config.projection_dim;
  if (takesLabels(unet) && imageEncoder && width && label !== 2 * width)
    throw refuse(
      imageEncoder.part.path,
      `the UNet takes labels of ${label} numbers, embeddings of ${width} make ${2 * width}`,
    );
}
