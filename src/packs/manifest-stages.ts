import { z } from 'zod';
import { count, counts, fileName, files, pixels, rigId, unit } from './manifest-fields.ts';

/** One schema per stage of pack.json (docs/models.md). Configs of networks keep every key they came with. */

const unetMatting = z.strictObject({
  kind: z.literal('unet'),
  files,
  config: z.looseObject({
    size: pixels,
    channels: counts,
    /** One per level where there are any. */
    blocks: z.array(z.int().min(0).max(64)).max(16).optional(),
    groups: count,
  }),
});

/** A background remover that the user brought as an ONNX file: how its input is made, what its output means. */
export const onnxMatting = z.strictObject({
  kind: z.literal('onnx'),
  files: files.length(1),
  config: z.strictObject({
    size: pixels,
    /** Pixels are divided by the picture's own maximum, or by 255. */
    divideBy: z.enum(['maximum', '255']),
    mean: z.array(z.number()).length(3),
    std: z.array(z.number().positive()).length(3),
    /** The output holds logits. */
    sigmoid: z.boolean(),
  }),
});

export const matting = z.discriminatedUnion('kind', [unetMatting, onnxMatting]);

export const centring = z.strictObject({
  method: z.literal('pixel_based'),
  ratio: z.number().min(0.01).max(1),
  size: pixels,
});

export const pose = z.strictObject({
  files,
  rig: rigId,
  config: z.looseObject({
    size: pixels,
    stem: count,
    stem_stride: z.int().min(2).max(8).multipleOf(2).optional(),
    channels: counts.length(4),
    blocks: count,
    groups: count,
    fpn: count,
    width: count,
    heads: count,
    layers: count,
    /** The network tells what is up in the rig's frame; without it Z is. */
    up: z.literal(true).optional(),
  }),
});

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

export const multiview = z.strictObject({
  rig: rigId,
  viewSize: pixels,
  /** The subject is seen where the rig's first camera sees the mouse; without it centred. */
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

const gslrm = z.strictObject({
  kind: z.literal('gslrm'),
  files,
  rig: rigId,
  viewSize: pixels,
  config: z.looseObject({
    d: count,
    d_head: count,
    layers: count,
    patch: count,
    n_gaussians: z.int().min(0).max(1024),
    image: pixels,
    views: z.int().min(1).max(32),
  }),
  prune: z.strictObject({ keep_white_above: unit, max_tokens: count }).optional(),
  /** Posed views are taken at their own size; without it they are brought to `viewSize`. */
  anySize: z.literal(true).optional(),
  /** Views that are photos with a mask are put as they are on the sides that they show. */
  photoSides: z.literal(true).optional(),
  minOpacity: unit,
});

const lgm = z.strictObject({
  kind: z.literal('lgm'),
  files,
  rig: rigId,
  viewSize: pixels,
  config: z.looseObject({
    down_channels: counts,
    up_channels: counts,
    image: pixels,
  }),
  /** Which of the rig's views it takes, in its own order; without it all. */
  useViews: z.array(z.int().min(0).max(31)).min(1).max(32).optional(),
  minOpacity: unit,
});

export const reconstruct = z.discriminatedUnion('kind', [gslrm, lgm]);
