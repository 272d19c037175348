import { AppError } from '../../core/errors.ts';
import type { WeightIndex } from '../../graphs/weights.ts';
import type { Limits } from '../limits.ts';
import { lacksTensor } from '../unfit.ts';

/**
 * The options of LGM's U-Net under LGM's names. Not options, because they are the same in every LGM: 2
 * residual blocks per level down, 3 per level up, 16 heads.
 */
export interface LgmConfig {
  down_channels: readonly number[];
  down_attention: readonly boolean[];
  mid_attention: boolean;
  up_channels: readonly number[];
  up_attention: readonly boolean[];
  /** Pixels along a side of a view. */
  image: number;
}

/** What the numbers of an LGM's config may be. The released models have 5 or 6 levels of up to 1024 channels. */
export const LGM_LIMITS: Limits = {
  down_channels: { min: 1, max: 8192, list: 8 },
  up_channels: { min: 1, max: 8192, list: 8 },
  image: { min: 8, max: 4096 },
};

const invalid = (message: string) =>
  new AppError('graph-invalid', { message: `LGM config: ${message}`, stage: 'load' });

/**
 * Pixels along a side of the maps of Gaussians, for views of `image` pixels. Each level down halves the size,
 * except the deepest. Each level up doubles it, except the last.
 * @throws AppError `graph-invalid` if no LGM can have this config, or if the size of the views cannot be halved
 *   once per level
 */
export const lgmMapSize = (config: LgmConfig, image = config.image): number => {
  const { down_channels: down, up_channels: up } = config;
  const deepest = image / 2 ** (down.length - 1);
  if (config.down_attention.length !== down.length || config.up_attention.length !== up.length)
    throw invalid(
      'down_attention and down_channels, or up_attention and up_channels, have different lengths',
    );
  if (up.length === 0 || up.length > down.length)
    throw invalid(`up_channels has ${up.length} levels; it must have 1 to ${down.length}`);
  if (!Number.isInteger(deepest) || deepest < 1)
    throw invalid(`views of ${image} pixels cannot be halved ${down.length - 1} times`);
  return deepest * 2 ** (up.length - 1);
};

/**
 * The config of the LGM in a weight file, read from its tensors' shapes. The shapes do not contain the size of
 * the views: it is set to 256, as in every released configuration.
 *
 * @throws AppError `checkpoint-unfit` if the file contains no LGM
 */
export const inferLgmConfig = ({ file, tensors }: WeightIndex): LgmConfig => {
  const levels = (direction: 'down' | 'up') => {
    const channels: number[] = [];
    const attention: boolean[] = [];
    for (let i = 0; ; i += 1) {
      const level = `unet.${direction}_blocks.${i}`;
      const shape = tensors.get(`${level}.nets.0.conv1.weight`)?.shape;
      if (!shape) break;
      channels.push(shape[0]);
      attention.push(tensors.has(`${level}.attns.0.attn.qkv.weight`));
    }
    if (channels.length === 0)
      throw lacksTensor(file, `unet.${direction}_blocks.0.nets.0.conv1.weight`);
    return { channels, attention };
  };
  const [down, up] = [levels('down'), levels('up')];
  return {
    down_channels: down.channels,
    down_attention: down.attention,
    mid_attention: tensors.has('unet.mid_block.attns.0.attn.qkv.weight'),
    up_channels: up.channels,
    up_attention: up.attention,
    image: 256,
  };
};
