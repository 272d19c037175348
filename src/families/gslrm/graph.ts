import { attention } from '../../graphs/attention.ts';
import {
  GraphBuilder,
  type BuiltGraph,
  type Dim,
  type GraphOptions,
  type Value,
} from '../../graphs/builder.ts';
import { countedAttention, extraChannels, type ExtraChannels } from './counted-attention.ts';
import { gaussiansOf } from './heads.ts';
import {
  add,
  gelu,
  layerNorm,
  linear,
  reshape,
  transpose,
  type LinearOptions,
} from '../../graphs/layers.ts';
import type { TensorList } from '../../graphs/weights.ts';

/** The config of a GS-LRM (docs/models.md). */
export interface GslrmConfig {
  /** Width of the tokens. */
  d: number;
  /** Width of an attention head. */
  d_head: number;
  layers: number;
  /** Pixels along a side of a patch. */
  patch: number;
  /** Number of global Gaussians, which belong to no pixel. */
  n_gaussians: number;
  /** Pixels along a side of a view. */
  image: number;
  /** Number of views. */
  views: number;
}

export interface GslrmOptions extends GraphOptions {
  /** Adds the input `keep`, the indices of patches. Only these patches become tokens and Gaussians. Default false. */
  prune?: boolean;
  /**
   * With `prune`: adds the input `counts`, the number of patches that each kept patch stands for in attention
   * (merge-patches.ts). Default false.
   */
  counted?: boolean;
  /** Pixels along a side of a view. Default: the config's `image`. The weights fit every size. */
  image?: number;
  /** Number of views. Default: the config's. The weights fit every number. */
  views?: number;
}

/** Per pixel: RGB | direction d | nearest point p. */
const CHANNELS = 9;

/** No layer of this network has a bias. */
const NO_BIAS = { bias: false } as const;

/** [V, C, S, S] → [V·(S/p)², p², C]. Patches are ordered by view, row, column; pixels of a patch by row, column. */
const patchify = (g: GraphBuilder, x: Value, views: number, side: number, patch: number): Value => {
  const grid = reshape(g, x, [views, CHANNELS, side, patch, side, patch]);
  const ordered = transpose(g, grid, [0, 2, 4, 3, 5, 1]);
  return reshape(g, ordered, [views * side * side, patch * patch, CHANNELS]);
};

/** One pre-norm block on the sequence x [T, d]. The sequence stays in float32 in any compute type. */
const block = (
  g: GraphBuilder,
  x: Value,
  name: string,
  { d, d_head }: GslrmConfig,
  extra?: ExtraChannels,
): Value => {
  const tokens = x.shape[0];
  const heads = d / d_head;
  const normal = layerNorm(g, x, `${name}.norm1`, NO_BIAS);
  const project = (index: number) => {
    const rows = { from: index * d, to: index * d + d, of: 3 * d };
    const options: LinearOptions = { ...NO_BIAS, rows };
    return linear(g, normal, `${name}.attn.to_qkv`, d, options);
  };
  const qkv = [project(0), project(1), project(2)] as const;
  const one = (value: Value) => reshape(g, value, [1, tokens, d]);
  const mixed = extra
    ? countedAttention(g, qkv, extra, heads)
    : reshape(g, attention(g, one(qkv[0]), one(qkv[1]), one(qkv[2]), heads), [tokens, d]);
  const attended = linear(g, mixed, `${name}.attn.fc`, d, NO_BIAS);
  const y = add(g, x, attended);
  const hidden = linear(
    g,
    layerNorm(g, y, `${name}.norm2`, NO_BIAS),
    `${name}.mlp.mlp.0`,
    4 * d,
    NO_BIAS,
  );
  return add(g, y, linear(g, gelu(g, hidden), `${name}.mlp.mlp.2`, d, NO_BIAS));
};

/** The extra channels of attention. The global tokens stand only for themselves. */
const extraOf = (
  g: GraphBuilder,
  { d, d_head, n_gaussians: globals }: GslrmConfig,
  kept: Dim,
  length: Dim,
): ExtraChannels => {
  const counts = g.op(
    'Concat',
    [g.float(Array<number>(globals).fill(1), [globals], 'f32'), g.input('counts', 'f32', [kept])],
    { attrs: { axis: 0 }, shape: [length] },
  );
  return extraChannels(g, counts, d / d_head, d_head);
};

const assemble = (config: GslrmConfig, options: GslrmOptions): GraphBuilder => {
  const { d, patch, n_gaussians: globals } = config;
  const { prune = false, counted = false } = options;
  const { image: size = config.image, views = config.views } = options;
  const g = new GraphBuilder({ ...options, name: 'gslrm' });
  const image = g.input('image', 'f32', [views, 3, size, size]);
  const rays = g.input('rays', 'f32', [views, 6, size, size]);
  const side = size / patch;
  const all = views * side * side;

  const rgb = g.op('Sub', [g.op('Add', [image, image]), g.float(1, [], 'f32')]);
  const channels = g.op('Concat', [rgb, rays], {
    attrs: { axis: 1 },
    shape: [views, CHANNELS, size, size],
  });
  let patches = patchify(g, channels, views, side, patch);
  const kept: Dim = prune ? 'kept' : all;
  if (prune)
    patches = g.op('Gather', [patches, g.input('keep', 'i64', [kept])], {
      attrs: { axis: 0 },
      shape: [kept, patch * patch, CHANNELS],
    });

  const flat = reshape(g, patches, [kept, patch * patch * CHANNELS]);
  const embedded = linear(g, flat, 'patch_embedder.1', d, NO_BIAS);
  const learned = g.weight('gaussian_position_embeddings', [globals, d], { type: 'f32' });
  const length: Dim = typeof kept === 'number' ? globals + kept : `${globals}+${kept}`;
  let x = g.op('Concat', [learned, g.cast(embedded, 'f32')], {
    attrs: { axis: 0 },
    shape: [length, d],
  });
  x = layerNorm(g, x, 'input_layer_norm', NO_BIAS);
  const extra = counted ? extraOf(g, config, kept, length) : undefined;
  for (let i = 0; i < config.layers; i += 1)
    x = block(g, x, `transformer_layers.${i}`, config, extra);
  gaussiansOf(g, x, patches, globals);
  return g;
};

/**
 * GS-LRM: posed views → one Gaussian per pixel, and `n_gaussians` global Gaussians, which belong to no pixel.
 *
 * Inputs: `image [V, 3, S, S]` (RGB 0…1), `rays [V, 6, S, S]` (`core/camera/rays.ts`). With `prune` also `keep
 * [K]`: int64 patch indices in ascending order, patch = view·(S/p)² + row·(S/p) + column. With
 * `counted` also `counts [K]`, 1 or more.
 *
 * Outputs, float32: `raw [N, 14]`, `xyz [N, 3]`, `sh_dc [N, 3]`, `log_scale [N, 3]`, `rotation [N, 4]` (w x y
 * z), `opacity_logit [N, 1]`, where N = n_gaussians + K·p². The global Gaussians come first. The others are
 * ordered by view, patch row, patch column, pixel row, pixel column.
 *
 * @throws AppError `weights-invalid` if a tensor is missing or has another shape
 */
export const buildGslrm = (config: GslrmConfig, options: GslrmOptions): BuiltGraph =>
  assemble(config, options).build();

/** Tensors that a checkpoint must have. */
export const gslrmTensors = (config: GslrmConfig): TensorList => assemble(config, {}).tensors;
