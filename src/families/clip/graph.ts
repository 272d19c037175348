import { attention } from '../../graphs/attention.ts';
import {
  GraphBuilder,
  type BuiltGraph,
  type GraphOptions,
  type Value,
} from '../../graphs/builder.ts';
import { checkClipConfig, type ClipConfig } from './config.ts';
import {
  add,
  concat,
  conv2d,
  gelu,
  layerNorm,
  linear,
  quickGelu,
  reshape,
  slice,
  transpose,
} from '../../graphs/layers.ts';
import type { TensorList } from '../../graphs/weights.ts';

export type { ClipConfig };

/** [1, 3, S, S] → [1, 1 + (S/p)², C]: the class token, then the patches row by row, each with its position. */
const embed = (g: GraphBuilder, config: ClipConfig, image: Value): Value => {
  const { hidden_size: width, patch_size: patch, image_size: size } = config;
  const name = 'vision_model.embeddings';
  const patches = (size / patch) ** 2;
  const grid = conv2d(g, image, `${name}.patch_embedding`, width, {
    kernel: patch,
    stride: patch,
    pads: [0, 0, 0, 0],
    bias: false,
  });
  const seen = transpose(g, reshape(g, grid, [1, width, patches]), [0, 2, 1]);
  const learned = g.weight(`${name}.class_embedding`, [width], { type: 'f32' });
  const positions = g.weight(`${name}.position_embedding.weight`, [1 + patches, width], {
    type: 'f32',
  });
  const tokens = concat(g, [reshape(g, learned, [1, 1, width]), g.cast(seen, 'f32')], 1);
  return add(g, tokens, reshape(g, positions, [1, 1 + patches, width]));
};

/** transformers' CLIPEncoderLayer on [1, N, C]; the sequence stays in float32 whatever the products run in. */
const layer = (g: GraphBuilder, config: ClipConfig, x: Value, name: string): Value => {
  const { hidden_size: width, num_attention_heads: heads, layer_norm_eps: epsilon } = config;
  const normal = layerNorm(g, x, `${name}.layer_norm1`, { epsilon });
  const project = (part: string) => linear(g, normal, `${name}.self_attn.${part}`, width);
  const mixed = attention(g, project('q_proj'), project('k_proj'), project('v_proj'), heads);
  const y = add(g, x, linear(g, mixed, `${name}.self_attn.out_proj`, width));

  const own = layerNorm(g, y, `${name}.layer_norm2`, { epsilon });
  const wide = linear(g, own, `${name}.mlp.fc1`, config.intermediate_size);
  const active = config.hidden_act === 'gelu' ? gelu(g, wide) : quickGelu(g, wide);
  return add(g, y, linear(g, active, `${name}.mlp.fc2`, width));
};

const assemble = (config: ClipConfig, options: GraphOptions): GraphBuilder => {
  checkClipConfig(config);
  const { hidden_size: width, image_size: size, layer_norm_eps: epsilon } = config;
  const g = new GraphBuilder({ ...options, name: 'clip' });
  let x = embed(g, config, g.input('image', 'f32', [1, 3, size, size]));
  // The checkpoints' own spelling.
  x = layerNorm(g, x, 'vision_model.pre_layrnorm', { epsilon });
  for (let i = 0; i < config.num_hidden_layers; i += 1)
    x = layer(g, config, x, `vision_model.encoder.layers.${i}`);
  const pooled = reshape(g, slice(g, x, 1, 0, 1), [1, width]);
  const normal = layerNorm(g, pooled, 'vision_model.post_layernorm', { epsilon });
  const embeds = linear(g, normal, 'visual_projection', config.projection_dim, { bias: false });
  g.output('image_embeds', embeds);
  return g;
};

/**
 * CLIP's vision tower with its projection, transformers' CLIPVisionModelWithProjection.
 *
 * `image [1, 3, S, S]` (as `families/clip/image.ts` makes it) → `image_embeds [1, P]`, not normalised. float32.
 */
export const buildClip = (config: ClipConfig, options: GraphOptions): BuiltGraph =>
  assemble(config, options).build();

/** Tensors that a checkpoint must have; others in it (`position_ids`, a text tower) are ignored. */
export const clipTensors = (config: ClipConfig): TensorList => assemble(config, {}).tensors;
