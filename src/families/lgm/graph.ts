import {
  GraphBuilder,
  type BuiltGraph,
  type GraphOptions,
  type Value,
} from '../../graphs/builder.ts';
import { concat, conv2d, upsample2 } from '../../graphs/layers.ts';
import { lgmAttention, lgmResnet, normSilu } from './blocks.ts';
import { lgmMapSize, type LgmConfig } from './config.ts';
import { LGM_PARAMETERS, lgmGaussians } from './heads.ts';
import type { TensorList } from '../../graphs/weights.ts';

export type { LgmConfig };

export interface LgmOptions extends GraphOptions {
  /** Number of views V. The weights fit every number. Default 4. */
  views?: number;
  /** Pixels along a side of a view. Default: the config's. */
  image?: number;
}

/** Per pixel: RGB | o×d | d. */
const CHANNELS = 9;
/** Residual blocks per level. */
const DOWN_NETS = 2;
const UP_NETS = 3;

/** The U-Net without its last layers: [V, 9, S, S] → [V, C, s, s]. */
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

  // With fewer levels up than down, the first skips are not used.
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
  lgmMapSize(config, image);
  const g = new GraphBuilder({ ...options, name: 'lgm' });
  const x = body(g, config, g.input('input', 'f32', [views, CHANNELS, image, image]));
  const maps = conv2d(g, normSilu(g, x, 'unet.norm_out'), 'unet.conv_out', LGM_PARAMETERS);
  lgmGaussians(g, conv2d(g, maps, 'conv', LGM_PARAMETERS, { kernel: 1 }));
  return g;
};

/**
 * LGM: posed views on white → one Gaussian per pixel of the output maps. The Gaussian may be anywhere, not only
 * on the pixel's ray.
 *
 * Input: `input [V, 9, S, S]` (`families/lgm/rays.ts`).
 *
 * Outputs, float32: `raw [N, 14]`, `xyz [N, 3]` within ±1, `sh_dc [N, 3]`, `log_scale [N, 3]`, `rotation [N,
 * 4]` (w x y z, unit length), `opacity_logit [N, 1]`, where N = V·s² and s is `lgmMapSize`. The Gaussians are
 * ordered by view, row, column. The rotations are right for checkpoints named `fixrot`. Older checkpoints
 * normalised them over another axis.
 *
 * @throws AppError `weights-invalid` if a tensor is missing or has another shape, `graph-invalid`
 *   (`lgmMapSize`)
 */
export const buildLgm = (config: LgmConfig, options: LgmOptions): BuiltGraph =>
  assemble(config, options).build();

/** Tensors that a checkpoint must have. Other tensors of a checkpoint (`lpips_loss`) are ignored. */
export const lgmTensors = (config: LgmConfig): TensorList => assemble(config, {}).tensors;
