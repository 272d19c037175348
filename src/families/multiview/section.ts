import { z } from 'zod';
import { CLIP_LIMITS } from '../clip/config.ts';
import { withinLimits } from '../limits.ts';
import { UNET_LIMITS } from '../unet/config.ts';
import { VAE_LIMITS } from '../vae/infer.ts';
import { count, counts, fileName, files, fraction, pixels, rigId } from '../fields.ts';

/** diffusers' DDIM: the settings that change its results. */
const scheduler = z.strictObject({
  betaStart: z.number().positive().max(1),
  betaEnd: z.number().positive().max(1),
  schedule: z.literal('scaled_linear'),
  trainSteps: z.int().min(1).max(10_000),
  prediction: z.literal('v_prediction'),
  stepsOffset: z.int().min(0).max(1),
  setAlphaToOne: z.boolean(),
  spacing: z.enum(['trailing', 'leading']),
  /** DDIM's noise per step. 0: none. */
  eta: fraction,
});

/** `stages.multiview` of pack.json. Configs of networks may have further keys; they are kept. */
export const multiviewSection = z.strictObject({
  rig: rigId,
  viewSize: pixels,
  /**
   * The subject is scaled to the size that the mouse has in view 0. Without this key the subject is used
   * unchanged.
   */
  subject: z.literal('view-0').optional(),
  unet: z.strictObject({
    files,
    config: z
      .looseObject({
        in_channels: count,
        out_channels: count,
        block_out_channels: counts,
        mv_attention: z.enum(['sparse', 'dense', 'plain']),
        num_views: count,
      })
      .check(withinLimits(UNET_LIMITS)),
  }),
  vae: z.strictObject({
    files,
    config: z
      .looseObject({
        block_out_channels: counts,
        layers_per_block: count,
        latent_channels: count,
        norm_num_groups: count,
        scaling_factor: z.number().positive(),
        /** Output channels of the decoder. With four, the fourth is the mask. */
        out_channels: z.int().min(3).max(4).optional(),
      })
      .check(withinLimits(VAE_LIMITS)),
  }),
  /** CLIP's vision tower, for a UNet with class embeddings. */
  imageEncoder: z
    .strictObject({
      files,
      config: z
        .looseObject({
          hidden_size: count,
          num_hidden_layers: count,
          num_attention_heads: count,
          intermediate_size: count,
          patch_size: count,
          image_size: pixels,
          projection_dim: count,
        })
        .check(withinLimits(CLIP_LIMITS)),
    })
    .optional(),
  viewEmbeds: z.strictObject({ file: fileName, tensor: z.string().min(1), rig: rigId }),
  heatmaps: z
    .strictObject({
      keypoints: z.literal(23),
      /** Standard deviation in latent pixels. */
      sigma: z.number().positive(),
      /** World units per unit of relative depth. */
      depthScale: z.number().positive(),
    })
    .optional(),
  scheduler,
  /** The random generator that makes noise from a seed: that of torch on the CPU (default) or on a GPU. */
  noise: z.enum(['torch-cpu', 'torch-cuda']).optional(),
  /** Settings for runs of one step. A run of one step is a regression, not a sample. */
  oneStep: z
    .strictObject({
      /** Factor on the noise that the run starts from. */
      temperature: z.number().min(0).max(1),
      /** The views are the mean of two passes: on the subject, and on its mirror image (mirrored back). */
      mirrored: z.boolean(),
    })
    .optional(),
});

export type MultiviewSection = z.infer<typeof multiviewSection>;
