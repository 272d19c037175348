import { z } from 'zod';
import type { WeightIndex } from '../../graphs/weights.ts';
import type { Checkpoint, ConfigNote } from '../family.ts';
import { configInvalid, configPath, requireLimits } from '../limits.ts';
import { configUnusable } from '../unfit.ts';
import { planUnet, UNET_LIMITS, unetMismatch, type UnetConfig } from './config.ts';

/** Head width of Stable Diffusion 2's UNets. The tensors' shapes do not contain it. */
const HEAD = 64;

/** The keys of a config.json that the graph reads. Other keys are kept. */
const schema = z.looseObject({
  sample_size: z.int(),
  in_channels: z.int(),
  out_channels: z.int(),
  down_block_types: z.array(z.string()),
  up_block_types: z.array(z.string()),
  block_out_channels: z.array(z.int()),
  attention_head_dim: z.union([z.int(), z.array(z.int())]),
  cross_attention_dim: z.int(),
  use_linear_projection: z.boolean(),
  class_embed_type: z.string().nullish(),
  projection_class_embeddings_input_dim: z.int().nullish(),
  layers_per_block: z.int().optional(),
  transformer_layers_per_block: z.int().optional(),
  norm_num_groups: z.int().optional(),
  norm_eps: z.number().optional(),
  flip_sin_to_cos: z.boolean().optional(),
  freq_shift: z.number().optional(),
  num_views: z.int().optional(),
  mv_attention: z.enum(['sparse', 'dense', 'plain']).optional(),
  multiview_attention: z.boolean().optional(),
  sparse_mv_attention: z.boolean().optional(),
});

function checked(checkpoint: Checkpoint): UnetConfig {
  const { config = {} } = checkpoint;
  requireLimits(config, UNET_LIMITS, configPath(checkpoint));
  const result = schema.safeParse(config);
  if (result.success) return result.data;
  throw configUnusable(configPath(checkpoint), result.error);
}

/** The UNet's config in pack.json. The keys that the schema of pack.json checks are always present. */
export type PackUnetConfig = UnetConfig &
  Required<Pick<UnetConfig, 'mv_attention' | 'num_views'>> & { [key: string]: unknown };

/** The config of a UNet2DConditionModel like that of Stable Diffusion 2, read only from the tensors' shapes. */
function inferred({ tensors }: WeightIndex): UnetConfig {
  const shape = (name: string) => tensors.get(name)?.shape ?? [0, 0];
  const widths: number[] = [];
  const attention: boolean[] = [];
  for (let i = 0; tensors.has(`down_blocks.${i}.resnets.0.conv1.weight`); i += 1) {
    widths.push(shape(`down_blocks.${i}.resnets.0.conv1.weight`)[0]);
    attention.push(tensors.has(`down_blocks.${i}.attentions.0.proj_in.weight`));
  }
  let resnets = 0;
  while (tensors.has(`down_blocks.0.resnets.${resnets}.conv1.weight`)) resnets += 1;
  const classes = shape('class_embedding.linear_1.weight')[1];
  const block = 'mid_block.attentions.0.transformer_blocks';
  let blocks = 0;
  while (tensors.has(`${block}.${blocks}.attn1.to_q.weight`)) blocks += 1;
  const type = (down: boolean) => (has: boolean) =>
    `${has ? 'CrossAttn' : ''}${down ? 'Down' : 'Up'}Block2D`;
  return {
    sample_size: 64,
    in_channels: shape('conv_in.weight')[1],
    out_channels: shape('conv_out.weight')[0],
    down_block_types: attention.map(type(true)),
    up_block_types: attention.toReversed().map(type(false)),
    block_out_channels: widths,
    layers_per_block: resnets,
    transformer_layers_per_block: blocks,
    attention_head_dim: widths.map((width) => Math.max(1, Math.floor(width / HEAD))),
    cross_attention_dim: shape(`${block}.0.attn2.to_k.weight`)[1],
    use_linear_projection: shape('mid_block.attentions.0.proj_in.weight').length === 2,
    class_embed_type: classes > 0 ? 'projection' : null,
    projection_class_embeddings_input_dim: classes > 0 ? classes : null,
    multiview_attention: true,
    sparse_mv_attention: true,
  };
}

/**
 * The UNet's config. It is read from config.json if there is one. A config.json without the keys for several
 * views means plain attention. Without a config.json, the config is read from the tensors' shapes, with heads
 * of 64 channels and FaceLift's sparse multi-view attention.
 * @throws AppError `config-invalid` if a value of config.json is not within its limit; `checkpoint-unfit` if values
 *   are missing or have wrong types; `graph-invalid` if the structure is not supported
 */
export function unetConfigOf(checkpoint: Checkpoint): {
  config: PackUnetConfig;
  notes: ConfigNote[];
} {
  const given = checkpoint.config !== undefined;
  const config: UnetConfig = given ? checked(checkpoint) : inferred(checkpoint.index);
  const plan = planUnet(config);
  const { kind, views } = plan;
  const problem = unetMismatch(plan);
  if (problem) throw configInvalid(configPath(checkpoint), problem);
  const notes: ConfigNote[] = given ? [] : ['config-assumed'];
  if (kind === 'plain') notes.push('plain-attention');
  return { config: { ...config, mv_attention: kind, num_views: views }, notes };
}
