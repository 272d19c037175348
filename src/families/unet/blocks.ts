import type { GraphBuilder, Value } from '../../graphs/builder.ts';
import { attention } from '../../graphs/attention.ts';
import { multiViewAttention, type MultiView } from './attention.ts';
import {
  add,
  geglu,
  groupNorm,
  layerNorm,
  linear,
  reshape,
  sizesOf,
  transpose,
} from '../../graphs/layers.ts';

/** The settings and inputs that all blocks of one UNet have in common. */
export interface BlockContext {
  g: GraphBuilder;
  /** Groups of the group norms. */
  groups: number;
  /** Epsilon of the resnets' group norms. */
  epsilon: number;
  multiView: MultiView;
  /** Transformer blocks per spatial transformer. */
  transformerBlocks: number;
  /** silu(time + class embedding), [1 or B, D]. */
  time: Value;
  /** Returns the keys and values [B, T, width] of one cross-attention. `attn2` is its path in the checkpoint. */
  crossInputs: (attn2: string, width: number) => readonly [Value, Value];
}

/**
 * diffusers' BasicTransformerBlock on tokens [B, N, C]: first attention across the views, then cross-attention
 * to the embeddings, then a feed-forward network.
 */
const transformerBlock = (
  { g, multiView, crossInputs }: BlockContext,
  tokens: Value,
  name: string,
  heads: number,
): Value => {
  const width = sizesOf(tokens)[2];
  const project = (x: Value, module: string) =>
    linear(g, x, `${name}.${module}`, width, { bias: false });
  const norm = (x: Value, index: number) => layerNorm(g, x, `${name}.norm${index}`);

  const normal = norm(tokens, 1);
  const across = multiViewAttention(
    g,
    project(normal, 'attn1.to_q'),
    project(normal, 'attn1.to_k'),
    project(normal, 'attn1.to_v'),
    heads,
    multiView,
  );
  let x = add(g, linear(g, across, `${name}.attn1.to_out.0`, width), tokens);

  const [keys, values] = crossInputs(`${name}.attn2`, width);
  const crossed = attention(g, project(norm(x, 2), 'attn2.to_q'), keys, values, heads);
  x = add(g, linear(g, crossed, `${name}.attn2.to_out.0`, width), x);

  const gated = geglu(g, norm(x, 3), `${name}.ff.net.0.proj`, 4 * width);
  return add(g, linear(g, gated, `${name}.ff.net.2`, width), x);
};

/** diffusers' Transformer2DModel with linear projections: [B, C, H, W] → the same shape. */
export const spatialTransformer = (
  blocks: BlockContext,
  x: Value,
  name: string,
  heads: number,
): Value => {
  const { g, groups, transformerBlocks } = blocks;
  const [batch, channels, height, width] = sizesOf(x);
  // The epsilon of this norm differs from that of the resnets' norms.
  const normal = groupNorm(g, x, `${name}.norm`, groups, 1e-6);
  const pixels = transpose(g, normal, [0, 2, 3, 1]);
  let tokens = reshape(g, pixels, [batch, height * width, channels]);
  tokens = linear(g, tokens, `${name}.proj_in`, channels);
  for (let i = 0; i < transformerBlocks; i += 1)
    tokens = transformerBlock(blocks, tokens, `${name}.transformer_blocks.${i}`, heads);
  tokens = linear(g, tokens, `${name}.proj_out`, channels);
  const image = reshape(g, tokens, [batch, height, width, channels]);
  return add(g, transpose(g, image, [0, 3, 1, 2]), x);
};
