import type { GraphBuilder, Value } from '../../graphs/builder.ts';
import { attention, multiViewAttention, type MultiView } from '../../graphs/attention.ts';
import {
  add,
  conv2d,
  geglu,
  groupNorm,
  layerNorm,
  linear,
  reshape,
  silu,
  sizesOf,
  transpose,
} from '../../graphs/layers.ts';

/** What all blocks of one UNet share. */
export interface BlockContext {
  g: GraphBuilder;
  groups: number;
  epsilon: number;
  multiView: MultiView;
  transformerBlocks: number;
  /** silu(time + class embedding), [1 or B, D]. */
  time: Value;
  /** Keys and values [B, T, width] of the cross-attention at this path. */
  told: (attn2: string, width: number) => readonly [Value, Value];
}

/** diffusers' ResnetBlock2D: x [B, in, H, W] → [B, out, H, W]. Without `time` it is the VAE's. */
export const resnetBlock = (
  { g, groups, epsilon, time }: Pick<BlockContext, 'g' | 'groups' | 'epsilon'> & { time?: Value },
  x: Value,
  name: string,
  out: number,
): Value => {
  const normal = (value: Value, norm: string) =>
    silu(g, groupNorm(g, value, `${name}.${norm}`, groups, epsilon));
  let hidden = conv2d(g, normal(x, 'norm1'), `${name}.conv1`, out);
  if (time) {
    const shift = linear(g, time, `${name}.time_emb_proj`, out);
    hidden = add(g, hidden, reshape(g, shift, [sizesOf(time)[0], out, 1, 1]));
  }
  hidden = conv2d(g, normal(hidden, 'norm2'), `${name}.conv2`, out);
  const shortcut =
    sizesOf(x)[1] === out ? x : conv2d(g, x, `${name}.conv_shortcut`, out, { kernel: 1 });
  return add(g, hidden, shortcut);
};

/** diffusers' BasicTransformerBlock on tokens [B, N, C]: across the views, to the embeddings, feed-forward. */
const transformerBlock = (
  { g, multiView, told }: BlockContext,
  tokens: Value,
  name: string,
  heads: number,
): Value => {
  const width = sizesOf(tokens)[2];
  const project = (x: Value, part: string) =>
    linear(g, x, `${name}.${part}`, width, { bias: false });
  const norm = (x: Value, index: number) => layerNorm(g, x, `${name}.norm${index}`);

  const own = norm(tokens, 1);
  const across = multiViewAttention(
    g,
    project(own, 'attn1.to_q'),
    project(own, 'attn1.to_k'),
    project(own, 'attn1.to_v'),
    heads,
    multiView,
  );
  let x = add(g, linear(g, across, `${name}.attn1.to_out.0`, width), tokens);

  const [keys, values] = told(`${name}.attn2`, width);
  const answer = attention(g, project(norm(x, 2), 'attn2.to_q'), keys, values, heads);
  x = add(g, linear(g, answer, `${name}.attn2.to_out.0`, width), x);

  const gated = geglu(g, norm(x, 3), `${name}.ff.net.0.proj`, 4 * width);
  return add(g, linear(g, gated, `${name}.ff.net.2`, width), x);
};

/** diffusers' Transformer2DModel with linear projections: [B, C, H, W] → same. */
export const spatialTransformer = (
  blocks: BlockContext,
  x: Value,
  name: string,
  heads: number,
): Value => {
  const { g, groups, transformerBlocks } = blocks;
  const [batch, channels, height, width] = sizesOf(x);
  // The entry norm's epsilon is its own, whatever the resnets use.
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
