import type { Checkpoint, ConfigNote } from '../family.ts';
import {
  configInvalid,
  configPath,
  divisorProblem,
  requireLimits,
  type Limits,
} from '../limits.ts';
import type { VaeConfig } from './graph.ts';

/** Stable Diffusion's scaling factor, for checkpoints without a config. */
const SCALING_FACTOR = 0.18215;

/** What the numbers of an autoencoder's config may be. */
export const VAE_LIMITS: Limits = {
  block_out_channels: { min: 1, max: 8192, list: 8 },
  layers_per_block: { min: 1, max: 8 },
  latent_channels: { min: 1, max: 64 },
  norm_num_groups: { min: 1, max: 512 },
  scaling_factor: { min: 1e-4, max: 100, real: true },
};

/** The values that are not in the tensors' shapes, with Stable Diffusion's where config.json has none. */
function givenValues(config: Checkpoint['config'] = {}) {
  const { norm_num_groups = 32, scaling_factor = SCALING_FACTOR } = config;
  return { norm_num_groups, scaling_factor };
}

/**
 * The autoencoder's config. The structure is read from the tensors' shapes. Other values come from config.json;
 * values that are missing there are Stable Diffusion's.
 * @throws AppError `config-invalid` for a number that is not allowed
 */
export function vaeConfigOf(checkpoint: Checkpoint): {
  config: VaeConfig;
  notes: ConfigNote[];
} {
  const { index, config: given } = checkpoint;
  const { tensors } = index;
  const values = givenValues(given);
  requireLimits(values, VAE_LIMITS, configPath(checkpoint));
  const widths: number[] = [];
  const width = (i: number) => tensors.get(`encoder.down_blocks.${i}.resnets.0.conv1.weight`);
  for (let entry = width(0); entry; entry = width(widths.length)) widths.push(entry.shape[0]);
  let layers = 0;
  while (tensors.has(`encoder.down_blocks.0.resnets.${layers}.conv1.weight`)) layers += 1;
  const outChannels = tensors.get('decoder.conv_out.weight')?.shape[0];
  const config: VaeConfig = {
    block_out_channels: widths,
    layers_per_block: layers,
    latent_channels: tensors.get('post_quant_conv.weight')?.shape[0] ?? 0,
    // `requireLimits` has found numbers.
    norm_num_groups: Number(values.norm_num_groups),
    scaling_factor: Number(values.scaling_factor),
    ...(outChannels === 4 && { out_channels: outChannels }),
  };
  const problem = divisorProblem('norm_num_groups', config.norm_num_groups, widths);
  if (problem) throw configInvalid(configPath(checkpoint), problem);
  return { config, notes: given ? [] : ['config-assumed'] };
}
