import type { Checkpoint, ConfigNote } from '../family.ts';
import type { VaeConfig } from './graph.ts';

/** Stable Diffusion's scaling factor, for checkpoints without a config. */
const SCALING_FACTOR = 0.18215;

const number = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise;

/**
 * The autoencoder's config. The structure is read from the tensors' shapes. Other values come from config.json;
 * values that are missing there are Stable Diffusion's.
 */
export function vaeConfigOf({ index: { tensors }, config: given }: Checkpoint): {
  config: VaeConfig;
  notes: ConfigNote[];
} {
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
    norm_num_groups: number(given?.norm_num_groups, 32),
    scaling_factor: number(given?.scaling_factor, SCALING_FACTOR),
    ...(outChannels === 4 && { out_channels: outChannels }),
  };
  return { config, notes: given ? [] : ['config-assumed'] };
}
