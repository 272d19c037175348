import { attention } from '../../graphs/attention.ts';
import {
  GraphBuilder,
  type BuiltGraph,
  type GraphOptions,
  type Value,
} from '../../graphs/builder.ts';
import {
  add,
  conv2d,
  groupNorm,
  linear,
  mul,
  reshape,
  silu,
  sizesOf,
  slice,
  transpose,
  upsample2,
} from '../../graphs/layers.ts';
import { resnetBlock } from '../../graphs/resnet-block.ts';
import type { TensorList } from '../../graphs/weights.ts';

/**
 * The keys of diffusers' AutoencoderKL config that the graphs depend on. The quant convolutions are always
 * present.
 */
export interface VaeConfig {
  block_out_channels: readonly number[];
  layers_per_block: number;
  latent_channels: number;
  norm_num_groups: number;
  scaling_factor: number;
  /** Output channels of the decoder. 3, or 4 if the fourth is the mask. Default 3. */
  out_channels?: number;
}

interface VaeOptions extends GraphOptions {
  /** Number of images B. Default 1. */
  batch?: number;
  /** Pixels along a side of an image. */
  size: number;
}

interface DecoderOptions extends VaeOptions {
  /** If given, the graph takes the latents of this number of images, and decodes one of them. */
  among?: number;
}

/** Pixels per latent along an axis. Every level halves the size, except the deepest. */
export const vaeFactor = ({ block_out_channels: widths }: VaeConfig): number =>
  2 ** (widths.length - 1);

/** Epsilon of the norms in diffusers' VAE blocks. In diffusers' UNet it is 1e-5. */
const EPSILON = 1e-6;

const context = (g: GraphBuilder, config: VaeConfig) => ({
  g,
  groups: config.norm_num_groups,
  epsilon: EPSILON,
});

/** Self-attention with one head over all positions: [B, C, H, W] → the same shape. */
const positionAttention = (g: GraphBuilder, x: Value, name: string, groups: number): Value => {
  const [batch, width, rows, columns] = sizesOf(x);
  const normal = groupNorm(g, x, `${name}.group_norm`, groups, EPSILON);
  const tokens = transpose(g, reshape(g, normal, [batch, width, rows * columns]), [0, 2, 1]);
  const project = (module: string) => linear(g, tokens, `${name}.${module}`, width);
  const mixed = attention(g, project('to_q'), project('to_k'), project('to_v'), 1);
  const out = transpose(g, linear(g, mixed, `${name}.to_out.0`, width), [0, 2, 1]);
  return add(g, x, reshape(g, out, [...x.shape]));
};

/** The mid block: resnet, attention, resnet. */
const middle = (g: GraphBuilder, config: VaeConfig, entry: Value, name: string): Value => {
  const width = sizesOf(entry)[1];
  const blocks = context(g, config);
  let x = resnetBlock(blocks, entry, `${name}.resnets.0`, width);
  x = positionAttention(g, x, `${name}.attentions.0`, config.norm_num_groups);
  return resnetBlock(blocks, x, `${name}.resnets.1`, width);
};

/** The last norm and convolution of the encoder or the decoder. */
const head = (g: GraphBuilder, config: VaeConfig, x: Value, half: string, out: number): Value => {
  const normal = groupNorm(g, x, `${half}.conv_norm_out`, config.norm_num_groups, EPSILON);
  return conv2d(g, silu(g, normal), `${half}.conv_out`, out);
};

const encoder = (config: VaeConfig, options: VaeOptions): GraphBuilder => {
  const { batch = 1, size } = options;
  const { block_out_channels: widths, latent_channels: latents } = config;
  const g = new GraphBuilder({ ...options, name: 'vae encoder' });
  let x = conv2d(g, g.input('image', 'f32', [batch, 3, size, size]), 'encoder.conv_in', widths[0]);
  widths.forEach((width, i) => {
    const level = `encoder.down_blocks.${i}`;
    for (let j = 0; j < config.layers_per_block; j += 1)
      x = resnetBlock(context(g, config), x, `${level}.resnets.${j}`, width);
    // diffusers pads only on the right and at the bottom. torch's padding is symmetric.
    if (i < widths.length - 1)
      x = conv2d(g, x, `${level}.downsamplers.0.conv`, width, { stride: 2, pads: [0, 0, 1, 1] });
  });
  x = middle(g, config, x, 'encoder.mid_block');
  const moments = head(g, config, x, 'encoder', 2 * latents);
  const quantised = conv2d(g, moments, 'quant_conv', 2 * latents, { kernel: 1 });
  const mode = slice(g, quantised, 1, 0, latents);
  g.output('latents', mul(g, mode, g.float(config.scaling_factor)));
  return g;
};

const decoder = (config: VaeConfig, options: DecoderOptions): GraphBuilder => {
  const { batch = 1, size, among } = options;
  const { latent_channels: latents } = config;
  const widths = [...config.block_out_channels].reverse();
  const side = size / vaeFactor(config);
  const g = new GraphBuilder({ ...options, name: 'vae decoder' });
  const given = g.input('latents', 'f32', [among ?? batch, latents, side, side]);
  const chosen =
    among === undefined
      ? given
      : g.op('Gather', [given, g.input('index', 'i64', [1])], {
          attrs: { axis: 0 },
          shape: [1, latents, side, side],
        });
  let x = mul(g, g.cast(chosen), g.float(1 / config.scaling_factor));
  x = conv2d(g, x, 'post_quant_conv', latents, { kernel: 1 });
  x = conv2d(g, x, 'decoder.conv_in', widths[0]);
  x = middle(g, config, x, 'decoder.mid_block');
  widths.forEach((width, i) => {
    const level = `decoder.up_blocks.${i}`;
    for (let j = 0; j <= config.layers_per_block; j += 1)
      x = resnetBlock(context(g, config), x, `${level}.resnets.${j}`, width);
    if (i < widths.length - 1) x = conv2d(g, upsample2(g, x), `${level}.upsamplers.0.conv`, width);
  });
  g.output('image', head(g, config, x, 'decoder', config.out_channels ?? 3));
  return g;
};

/**
 * `image [B, 3, S, S]` (RGB·2−1) → `latents [B, L, S/f, S/f]`, the mode of the distribution × the scaling
 * factor. float32.
 * @throws AppError `weights-invalid` if a tensor is missing or has another shape
 */
export const buildVaeEncoder = (config: VaeConfig, options: VaeOptions): BuiltGraph =>
  encoder(config, options).build();

/**
 * `latents [B, L, S/f, S/f]` → `image [B, 3, S, S]` (RGB·2−1, not clamped). With four output channels the
 * fourth plane is alpha·2−1. `size` is the size of the picture. float32. With `among`: `latents [among, L, S/f,
 * S/f]` and `index [1]` (int64) → `image [1, 3, S, S]`.
 * @throws AppError `weights-invalid` if a tensor is missing or has another shape
 */
export const buildVaeDecoder = (config: VaeConfig, options: DecoderOptions): BuiltGraph =>
  decoder(config, options).build();

/** Tensors that a checkpoint must have, for encoder and decoder. */
export const vaeTensors = (config: VaeConfig): TensorList => {
  const size = vaeFactor(config);
  return new Map([...encoder(config, { size }).tensors, ...decoder(config, { size }).tensors]);
};
