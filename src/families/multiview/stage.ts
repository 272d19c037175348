import { z } from 'zod';
import { count, counts, fileName, files, pixels, rigId, unit } from '../fields.ts';

/** diffusers' DDIM, as far as it changes numbers. */
const scheduler = z.strictObject({
  betaStart: z.number().positive().max(1),
  betaEnd: z.number().positive().max(1),
  schedule: z.literal('scaled_linear'),
  trainSteps: z.int().min(1).max(10_000),
  prediction: z.literal('v_prediction'),
  stepsOffset: z.int().min(0).max(1),
  setAlphaToOne: z.boolean(),
  spacing: z.enum(['trailing', 'leading']),
  eta: unit,
});

/** `stages.multiview` of pack.json. Configs of networks keep every key that they came with. */
export const multiviewStage = z.strictObject({
  rig: rigId,
  viewSize: pixels,
  /** The subject is placed as the rig's first camera shows the mouse. Without it the subject is centred. */
  subject: z.literal('view-0').optional(),
  unet: z.strictObject({
    files,
    config: z.looseObject({
      in_channels: count,
      out_channels: count,
      block_out_channels: counts,
      mv_attention: z.enum(['sparse', 'dense', 'plain']),
      num_views: z.int().min(1).max(32),
    }),
  }),
  vae: z.strictObject({
    files,
    config: z.looseObject({
      block_out_channels: counts,
      layers_per_block: count,
      latent_channels: count,
      norm_num_groups: count,
      scaling_factor: z.number().positive(),
      /** Of the decoder: with four it draws the mask, too. */
      out_channels: z.int().min(3).max(4).optional(),
    }),
  }),
  /** CLIP's vision tower, for a UNet with class embeddings. */
  imageEncoder: z
    .strictObject({
      files,
      config: z.looseObject({
        hidden_size: count,
        num_hidden_layers: count,
        num_attention_heads: count,
        intermediate_size: count,
        patch_size: count,
        image_size: pixels,
        projection_dim: count,
      }),
    })
    .optional(),
  viewEmbeds: z.strictObject({ file: fileName, tensor: z.string().min(1), rig: rigId }),
  heatmaps: z
    .strictObject({
      keypoints: z.literal(23),
      /** Latent pixels. */
      sigma: z.number().positive(),
      /** World units. */
      depthScale: z.number().positive(),
    })
    .optional(),
  scheduler,
  /** Whose random numbers a seed stands for; without it torch's CPU generator. */
  noise: z.enum(['torch-cpu', 'torch-cuda']).optional(),
  /** How a run of a single step goes, which is regression and no sample. */
  oneStep: z
    .strictObject({
      /** Scale of the noise that it begins from. */
      temperature: z.number().min(0).max(1),
      /** The mean of what is painted of the Subject and, mirrored back, of its mirror image. */
      mirrored: z.boolean(),
    })
    .optional(),
});

export type MultiviewStage = z.infer<typeof multiviewStage>;
