import {
  GraphBuilder,
  type BuiltGraph,
  type GraphOptions,
  type Value,
} from '../../graphs/builder.ts';
import { concat, conv2d, upsample2 } from '../../graphs/layers.ts';
import { lgmAttention, lgmResnet, normal } from './blocks.ts';
import { lgmSplatSize, type LgmConfig } from './config.ts';
import { LGM_PARAMETERS, lgmGaussians } from './heads.ts';
import type { TensorList } from '../../graphs/weights.ts';

export type { LgmConfig };

export interface LgmOptions extends GraphOptions {
  /** Number of views V; weights do not depend on it. Default 4. */
  views?: number;
  /** Side of the views; default: the config's. */
  image?: number;
}

/** RGB | o×d | d per pixel. */
const CHANNELS = 9;
const DOWN_NETS = 2;
const UP_NETS = 3;

/** The U: [V, 9, S, S] → [V, C, s, s]. */
const body = (g: GraphBuilder, config: LgmConfig, input: Value): Value => {
  const { down_channels: down, up_channels: up } = config;
  let x = conv2d(g, input, 'unet.conv_in', down[0]);
  const skips = [x];
  const block = (level: string, net: number, out: number, attends: boolean) => {
    x = lgmResnet(g, x, `${level}.nets.${net}`, out);
    if (attends) x = lgmAttention(g, x, `${level}.attns.${net}`);
  };

  down.forEach((channels, i) => {
    const level = `unet.down_blocks.${i}`;
    for (let j = 0; j < DOWN_NETS; j += 1) {
      block(level, j, channels, config.down_attention[i]);
      skips.push(x);
    }
    if (i < down.length - 1) {
      x = conv2d(g, x, `${level}.downsample`, channels, { stride: 2 });
      skips.push(x);
    }
  });

  const deepest = down[down.length - 1];
  block('unet.mid_block', 0, deepest, config.mid_attention);
  block('unet.mid_block', 1, deepest, false);

  // Where the U stops short of the views' own size, the first maps are skips to nowhere.
  up.forEach((channels, i) => {
    const level = `unet.up_blocks.${i}`;
    for (let j = 0; j < UP_NETS; j += 1) {
      x = concat(g, [x, skips.pop() as Value], 1);
      block(level, j, channels, config.up_attention[i]);
    }
    if (i < up.length - 1) x = conv2d(g, upsample2(g, x), `${level}.upsample`, channels);
  });
  return x;
};

const assemble = (config: LgmConfig, options: LgmOptions): GraphBuilder => {
  const { views = 4, image = config.image } = options;
  lgmSplatSize(config, image);
  const g = new GraphBuilder({ ...options, name: 'lgm' });
  const x = body(g, config, g.input('input', 'f32', [views, CHANNELS, image, image]));
  const maps = conv2d(g, normal(g, x, 'unet.norm_out'), 'unet.conv_out', LGM_PARAMETERS);
  lgmGaussians(g, conv2d(g, maps, 'conv', LGM_PARAMETERS, { kernel: 1 }));
  return g;
};

/**
 * LGM: posed views on white → one free Gaussian per pixel of `lgmSplatSize` maps.
 *
 * `input [V, 9, S, S]` (`families/lgm/rays.ts`) → `raw [N, 14]`, `xyz [N, 3]` within ±1, `sh_dc [N, 3]`, `log_scale [N, 3]`,
 * `rotation [N, 4]` (w x y z, unit length), `opacity_logit [N, 1]`; N = V·s², float32, in the order view, row, column.
 * Rotations are what checkpoints named `fixrot` were trained for.
 */
export const buildLgm = (config: LgmConfig, options: LgmOptions): BuiltGraph =>
  assemble(config, options).build();

/** Tensors that a checkpoint must have; others in it (`lpips_loss`) are ignored. */
export const lgmTensors = (config: LgmConfig): TensorList => assemble(config, {}).tensors;
