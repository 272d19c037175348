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
  layerNorm,
  linear,
  reshape,
  slice,
  transpose,
} from '../../graphs/layers.ts';
import type { TensorList } from '../../graphs/weights.ts';
import { checkClipConfig, type ClipConfig } from './config.ts';
import { clipLayer } from './encoder-layer.ts';

export type { ClipConfig };

/**
 * [1, 3, S, S] → [1, 1 + (S/p)², C]. The first token is the class token; the patches follow row by row. Each
 * token has its position embedding added.
 */
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
  const patchTokens = transpose(g, reshape(g, grid, [1, width, patches]), [0, 2, 1]);
  const learned = g.weight(`${name}.class_embedding`, [width], { type: 'f32' });
  const positions = g.weight(`${name}.position_embedding.weight`, [1 + patches, width], {
    type: 'f32',
  });
  const tokens = concat(g, [reshape(g, learned, [1, 1, width]), g.cast(patchTokens, 'f32')], 1);
  return add(g, tokens, reshape(g, positions, [1, 1 + patches, width]));
};

/** The pooled and projected embedding of the picture, [1, P]. */
const assemble = (
  config: ClipConfig,
  options: GraphOptions,
): { g: GraphBuilder; embeds: Value } => {
  checkClipConfig(config);
  const { hidden_size: width, image_size: size, layer_norm_eps: epsilon } = config;
  const g = new GraphBuilder({ ...options, name: 'clip' });
  let x = embed(g, config, g.input('image', 'f32', [1, 3, size, size]));
  // `pre_layrnorm` is the spelling in the checkpoints.
  x = layerNorm(g, x, 'vision_model.pre_layrnorm', { epsilon });
  for (let i = 0; i < config.num_hidden_layers; i += 1)
    x = clipLayer(g, config, x, `vision_model.encoder.layers.${i}`);
  const pooled = reshape(g, slice(g, x, 1, 0, 1), [1, width]);
  const normal = layerNorm(g, pooled, 'vision_model.post_layernorm', { epsilon });
  const embeds = linear(g, normal, 'visual_projection', config.projection_dim, { bias: false });
  return { g, embeds };
};

/**
 * CLIP's vision tower with its projection: transformers' CLIPVisionModelWithProjection.
 *
 * `image [1, 3, S, S]` (made by `families/clip/image.ts`) → `image_embeds [1, P]`, not normalised. float32.
 *
 * @throws AppError `weights-invalid` if a tensor is missing or has another shape, `graph-invalid` (`checkClipConfig`)
 */
export const buildClip = (config: ClipConfig, options: GraphOptions): BuiltGraph => {
  const { g, embeds } = assemble(config, options);
  g.output('image_embeds', embeds);
  return g.build();
};

/**
 * The class label that unCLIP's UNet gets for every view. It consists of CLIP's embedding of the subject,
 * followed by the sinusoid of noise level 0 (cosines first).
 *
 * The original first adds noise to the embedding. At noise level 0 the factor of this noise is 0 in half
 * precision.
 *
 * `image [1, 3, S, S]` as for `buildClip` → `label [1, 2P]`. float32.
 *
 * @throws as `buildClip`
 */
export const buildClassLabel = (config: ClipConfig, options: GraphOptions): BuiltGraph => {
  const { g, embeds } = assemble(config, options);
  const width = config.projection_dim;
  const level = Array.from({ length: width }, (_, i) => (i < width / 2 ? 1 : 0));
  g.output('label', concat(g, [g.cast(embeds, 'f32'), g.float(level, [1, width], 'f32')], 1));
  return g.build();
};

/** Tensors that a checkpoint must have. Others in it (`position_ids`, a text tower) are ignored. */
export const clipTensors = (config: ClipConfig): TensorList => assemble(config, {}).g.tensors;
