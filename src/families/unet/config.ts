import { AppError } from '../../core/errors.ts';
import { divisorProblem, type LimitProblem, type Limits } from '../limits.ts';
import type { AttentionKind } from './attention.ts';

/** The keys of diffusers' UNet2DConditionModel config that the graph depends on, and the keys for several views. */
export interface UnetConfig {
  /** Latents along a side. */
  sample_size: number;
  in_channels: number;
  out_channels: number;
  down_block_types: readonly string[];
  up_block_types: readonly string[];
  block_out_channels: readonly number[];
  /** Resnets per level. Default 2. */
  layers_per_block?: number;
  /** Transformer blocks per attention. Default 1. */
  transformer_layers_per_block?: number;
  /** diffusers' name for the number of heads, per level. */
  attention_head_dim: number | readonly number[];
  cross_attention_dim: number;
  use_linear_projection: boolean;
  class_embed_type?: string | null;
  projection_class_embeddings_input_dim?: number | null;
  /** Default 32. */
  norm_num_groups?: number;
  /** Default 1e-5. */
  norm_eps?: number;
  /** Cosines come first in the time embedding. Default true. */
  flip_sin_to_cos?: boolean;
  /** Default 0. */
  freq_shift?: number;
  /** Default 6. */
  num_views?: number;
  /** This project's key. If it is absent, the next two keys decide, which are in FaceLift's config. */
  mv_attention?: AttentionKind;
  multiview_attention?: boolean;
  sparse_mv_attention?: boolean;
}

/**
 * One level of the UNet. It consists of resnets, each followed by attention if `attention` is true, and a
 * change of size if `resamples` is true.
 */
interface UnetLevel {
  channels: number;
  heads: number;
  attention: boolean;
  /**
   * Whether the level ends with a change of size. True for all levels except the last level down and the last
   * level up.
   */
  resamples: boolean;
}

/** The structure of a UNet, read from its config. */
export interface UnetPlan {
  /** From full size to the deepest level. */
  down: readonly UnetLevel[];
  /** From the deepest level to full size. */
  up: readonly UnetLevel[];
  /** Number of resnets per level down. A level up has one more. */
  resnets: number;
  /** Transformer blocks per attention. */
  transformerBlocks: number;
  groups: number;
  epsilon: number;
  /** Width of the view embeddings. */
  crossWidth: number;
  /** Width of the class labels; undefined without class embeddings. */
  classWidth: number | undefined;
  kind: AttentionKind;
  views: number;
}

/** What the numbers of a UNet's config may be. Stable Diffusion XL has 10 transformer blocks per attention. */
export const UNET_LIMITS: Limits = {
  sample_size: { min: 4, max: 512 },
  in_channels: { min: 1, max: 64 },
  out_channels: { min: 1, max: 64 },
  down_block_types: { texts: true, list: 8 },
  up_block_types: { texts: true, list: 8 },
  block_out_channels: { min: 2, max: 8192, list: 8 },
  layers_per_block: { min: 1, max: 8 },
  transformer_layers_per_block: { min: 1, max: 16 },
  attention_head_dim: { min: 1, max: 256, list: 8, orOne: true },
  cross_attention_dim: { min: 1, max: 16_384 },
  projection_class_embeddings_input_dim: { min: 1, max: 65_536, orNull: true },
  norm_num_groups: { min: 1, max: 512 },
  norm_eps: { min: 1e-12, max: 0.1, real: true },
  freq_shift: { min: 0, max: 1, real: true },
  num_views: { min: 1, max: 32 },
};

/** The first number that does not fit the others: groups and heads divide the channels. Null if all fit. */
export function unetMismatch({ down, groups }: UnetPlan): LimitProblem | null {
  const widths = down.map(({ channels }) => channels);
  const wrong = divisorProblem('norm_num_groups', groups, widths);
  // The time embedding is half sines, half cosines.
  if (widths[0] % 2 !== 0)
    return { field: 'block_out_channels[0]', value: String(widths[0]), allowed: '2, 4, 6, …' };
  const heads = down
    .filter(({ attention }, i) => attention || i === down.length - 1)
    .map((level) => divisorProblem('attention_head_dim', level.heads, [level.channels]));
  return wrong ?? heads.find((problem) => problem !== null) ?? null;
}

const invalid = (message: string) =>
  new AppError('graph-invalid', { message: `UNet config: ${message}`, stage: 'load' });

const BLOCK = /^(CrossAttn)?(Down|Up)Block(?:MV)?2D$/;

const attentionKind = (config: UnetConfig): AttentionKind => {
  if (config.mv_attention) return config.mv_attention;
  if (!config.multiview_attention) return 'plain';
  return config.sparse_mv_attention ? 'sparse' : 'dense';
};

/**
 * Reads the structure from a config.
 * @throws AppError `graph-invalid` if the graph does not support the structure
 */
export const planUnet = (config: UnetConfig): UnetPlan => {
  const widths = config.block_out_channels;
  const heads = config.attention_head_dim;
  if (typeof heads !== 'number' && heads.length !== widths.length)
    throw invalid(`attention_head_dim has ${heads.length} levels, not ${widths.length}`);
  const headsOf = (level: number) => (typeof heads === 'number' ? heads : heads[level]);
  const levels = (types: readonly string[], order: readonly number[]): UnetLevel[] => {
    if (types.length !== widths.length)
      throw invalid(`block_out_channels has ${widths.length} levels, not ${types.length}`);
    return types.map((type, i) => {
      const match = BLOCK.exec(type);
      if (!match) throw invalid(`unknown block ${type}`);
      return {
        channels: widths[order[i]],
        heads: headsOf(order[i]),
        attention: match[1] !== undefined,
        resamples: i < types.length - 1,
      };
    });
  };
  if (!config.use_linear_projection) throw invalid('use_linear_projection must be true');
  const classType = config.class_embed_type ?? null;
  const classWidth = config.projection_class_embeddings_input_dim ?? undefined;
  if (classType !== null && (classType !== 'projection' || classWidth === undefined))
    throw invalid(`class_embed_type ${classType} is not supported`);
  const order = widths.map((_, i) => i);
  return {
    down: levels(config.down_block_types, order),
    up: levels(config.up_block_types, order.toReversed()),
    resnets: config.layers_per_block ?? 2,
    transformerBlocks: config.transformer_layers_per_block ?? 1,
    groups: config.norm_num_groups ?? 32,
    epsilon: config.norm_eps ?? 1e-5,
    crossWidth: config.cross_attention_dim,
    classWidth: classType === null ? undefined : classWidth,
    kind: attentionKind(config),
    views: config.num_views ?? 6,
  };
};

/** Paths and widths of all transformer blocks, in the order in which the network runs them. */
export const transformerBlocks = (plan: UnetPlan): { name: string; width: number }[] => {
  const found: { name: string; width: number }[] = [];
  const addBlocks = (path: string, width: number) => {
    for (let i = 0; i < plan.transformerBlocks; i += 1)
      found.push({ name: `${path}.transformer_blocks.${i}`, width });
  };
  const addLevels = (levels: readonly UnetLevel[], prefix: string, perLevel: number) =>
    levels.forEach((level, i) => {
      for (let j = 0; level.attention && j < perLevel; j += 1)
        addBlocks(`${prefix}.${i}.attentions.${j}`, level.channels);
    });
  addLevels(plan.down, 'down_blocks', plan.resnets);
  addBlocks('mid_block.attentions.0', plan.down[plan.down.length - 1].channels);
  addLevels(plan.up, 'up_blocks', plan.resnets + 1);
  return found;
};
