import {
  GraphBuilder,
  type BuiltGraph,
  type GraphOptions,
  type Value,
} from '../../graphs/builder.ts';
import { add, concat, conv2d, groupNorm, mul, silu, upsample2 } from '../../graphs/layers.ts';
import { residual } from '../../graphs/residual.ts';
import type { TensorList } from '../../graphs/weights.ts';

/** The config of the matting network (docs/models.md). */
export interface MattingConfig {
  /** Pixels along a side of the network's input, divisible by 2^(levels − 1). */
  size: number;
  /** Channels of every level. The first level has the full size. */
  channels: readonly number[];
  /**
   * Number of residual blocks after each level of the encoder. Default 0. In deep levels, blocks have a large
   * receptive field and cost little.
   */
  blocks?: readonly number[];
  /** Groups of the group norms. */
  groups: number;
}

interface MattingOptions extends GraphOptions {
  /** Pixels along a side of the input. Default: the config's. The weights fit every size. */
  size?: number;
}

const assemble = (config: MattingConfig, options: MattingOptions): GraphBuilder => {
  const { channels, blocks = [], groups } = config;
  const { size = config.size } = options;
  const g = new GraphBuilder({ ...options, name: 'matting' });
  const level = (x: Value, name: string, width: number, stride = 1): Value => {
    let y = conv2d(g, x, `${name}.conv1`, width, { stride });
    y = silu(g, groupNorm(g, y, `${name}.norm1`, groups));
    y = conv2d(g, y, `${name}.conv2`, width);
    return silu(g, groupNorm(g, y, `${name}.norm2`, groups));
  };

  let x = g.input('image', 'f32', [1, 3, size, size]);
  const skips = channels.map((width, i) => {
    x = level(x, `enc.${i}`, width, i > 0 ? 2 : 1);
    for (let j = 0; j < (blocks[i] ?? 0); j += 1) x = residual(g, x, `blocks.${i}.${j}`, groups);
    return x;
  });
  for (let i = channels.length - 2; i >= 0; i -= 1)
    x = level(concat(g, [upsample2(g, x), skips[i]], 1), `dec.${i}`, channels[i]);
  const logits = g.cast(conv2d(g, x, 'out', 1, { kernel: 1 }), 'f32');
  // A sigmoid hides infinity. Zero times infinity is NaN, which the output keeps.
  const nothing = mul(g, logits, g.float(0, [], 'f32'));
  g.output('alpha', add(g, g.op('Sigmoid', [logits]), nothing));
  return g;
};

/** U-Net with skips: `image [1, 3, S, S]` (RGB·2−1) → `alpha [1, 1, S, S]` in 0…1. float32. */
export const buildMatting = (config: MattingConfig, options: MattingOptions): BuiltGraph =>
  assemble(config, options).build();

/** Tensors that a checkpoint must have. */
export const mattingTensors = (config: MattingConfig): TensorList => assemble(config, {}).tensors;
