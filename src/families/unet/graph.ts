import {
  GraphBuilder,
  type BuiltGraph,
  type GraphOptions,
  type Value,
} from '../../graphs/builder.ts';
import {
  add,
  concat,
  conv2d,
  groupNorm,
  linear,
  mul,
  silu,
  upsample2,
} from '../../graphs/layers.ts';
import { resnetBlock } from '../../graphs/resnet-block.ts';
import { spatialTransformer, type BlockContext } from './blocks.ts';
import { planUnet, type UnetConfig, type UnetPlan } from './config.ts';
import { contextRows, givenContext, projectedContext, type ContextOptions } from './context.ts';
import { outputHalves, partInputs, wholeInputs } from './parts.ts';
import type { TensorList } from '../../graphs/weights.ts';

export type { UnetConfig };

export interface UnetOptions extends GraphOptions, ContextOptions {
  /** Latents along a side. Default: the config's `sample_size`. */
  size?: number;
  /**
   * Instead of the view embeddings, the graph takes the outputs of `buildUnetContext` with the same options.
   * Default false.
   */
  cachedContext?: boolean;
  /** The graph takes the parts of `sample` and `class_labels` (parts.ts) instead of these. Default false. */
  parts?: boolean;
}

/** diffusers' `Timesteps` and `TimestepEmbedding`: timestep [1] → [1, D]. The angles need float32. */
const timeEmbedding = (g: GraphBuilder, config: UnetConfig, timestep: Value): Value => {
  const [base] = config.block_out_channels;
  const half = base / 2;
  const span = half - (config.freq_shift ?? 0);
  const frequencies = Array.from({ length: half }, (_, i) => 10000 ** (-i / span));
  const angles = mul(g, { ...timestep, shape: [1, half] }, g.float(frequencies, [1, half], 'f32'));
  const waves = [g.op('Sin', [angles]), g.op('Cos', [angles])];
  if (config.flip_sin_to_cos ?? true) waves.reverse();
  return embed(g, concat(g, waves, 1), 'time_embedding', 4 * base);
};

/** diffusers' `TimestepEmbedding`: linear, SiLU, linear. */
const embed = (g: GraphBuilder, x: Value, name: string, width: number): Value =>
  linear(g, silu(g, linear(g, x, `${name}.linear_1`, width)), `${name}.linear_2`, width);

/** The levels of the UNet, without its first and last layers: [B, C₀, s, s] → [B, C₀, s, s]. */
const body = (blocks: BlockContext, plan: UnetPlan, entry: Value): Value => {
  const { g } = blocks;
  let x = entry;
  const skips = [x];
  const transform = (name: string, heads: number) => {
    x = spatialTransformer(blocks, x, name, heads);
  };

  plan.down.forEach((level, i) => {
    for (let j = 0; j < plan.resnets; j += 1) {
      x = resnetBlock(blocks, x, `down_blocks.${i}.resnets.${j}`, level.channels);
      if (level.attention) transform(`down_blocks.${i}.attentions.${j}`, level.heads);
      skips.push(x);
    }
    if (level.resamples) {
      x = conv2d(g, x, `down_blocks.${i}.downsamplers.0.conv`, level.channels, { stride: 2 });
      skips.push(x);
    }
  });

  const deepest = plan.down[plan.down.length - 1];
  x = resnetBlock(blocks, x, 'mid_block.resnets.0', deepest.channels);
  transform('mid_block.attentions.0', deepest.heads);
  x = resnetBlock(blocks, x, 'mid_block.resnets.1', deepest.channels);

  plan.up.forEach((level, i) => {
    for (let j = 0; j <= plan.resnets; j += 1) {
      x = concat(g, [x, skips.pop() as Value], 1);
      x = resnetBlock(blocks, x, `up_blocks.${i}.resnets.${j}`, level.channels);
      if (level.attention) transform(`up_blocks.${i}.attentions.${j}`, level.heads);
    }
    if (level.resamples)
      x = conv2d(g, upsample2(g, x), `up_blocks.${i}.upsamplers.0.conv`, level.channels);
  });
  return x;
};

const assemble = (config: UnetConfig, options: UnetOptions): GraphBuilder => {
  const { halves = 1, size = config.sample_size, tokens } = options;
  const { cachedContext = false, parts = false } = options;
  const plan = planUnet(config);
  const [base] = config.block_out_channels;
  const batch = halves * plan.views;
  const g = new GraphBuilder({ ...options, name: 'unet' });

  const given = parts
    ? partInputs(g, config, plan, { halves, size })
    : wholeInputs(g, config, plan, { halves, size });
  let time = timeEmbedding(g, config, g.input('timestep', 'f32', [1]));
  const rows = contextRows(plan, options);
  const crossInputs = cachedContext
    ? givenContext(g, batch, rows, tokens)
    : projectedContext(
        g,
        batch,
        g.input('encoder_hidden_states', 'f32', [rows, tokens, plan.crossWidth]),
      );
  if (given.labels) time = add(g, embed(g, given.labels, 'class_embedding', 4 * base), time);
  const blocks: BlockContext = {
    g,
    groups: plan.groups,
    epsilon: plan.epsilon,
    multiView: { kind: plan.kind, views: plan.views },
    transformerBlocks: plan.transformerBlocks,
    time: silu(g, time),
    crossInputs,
  };
  const x = body(blocks, plan, conv2d(g, given.sample, 'conv_in', base));
  const normal = silu(g, groupNorm(g, x, 'conv_norm_out', plan.groups, plan.epsilon));
  const v = conv2d(g, normal, 'conv_out', config.out_channels);
  if (parts) outputHalves(g, v, halves);
  else g.output('v', v);
  return g;
};

/**
 * The multi-view UNet: diffusers' UNet2DConditionModel, whose self-attentions (`attn1`) run across the views
 * (docs/models.md). B = halves·views.
 *
 * Inputs, float32: `sample [B, in, s, s]`, `timestep [1]`, `encoder_hidden_states [B, T, C]`, and `class_labels
 * [B, P]` if the config has class embeddings. Output: `v [B, out, s, s]`, float32. With `sharedContext` the
 * embeddings are `[views, T, C]`. With `cachedContext` the outputs of `buildUnetContext`, under the same names,
 * replace the embeddings. With `parts` see parts.ts.
 *
 * @throws AppError `weights-invalid` if a tensor is missing or has another shape, `graph-invalid` (`planUnet`)
 */
export const buildUnet = (config: UnetConfig, options: UnetOptions): BuiltGraph =>
  assemble(config, options).build();

/** Tensors that a checkpoint must have. */
export const unetTensors = (config: UnetConfig): TensorList =>
  assemble(config, { tokens: 1 }).tensors;
