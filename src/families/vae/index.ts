import { networkCost, type NetworkCost, type Precision } from '../../graphs/cost.ts';
import { OPEN_RAIL } from '../terms.ts';
import { rangeText, type Family } from '../family.ts';
import { mainVariant, safetensorsFirst } from '../rank.ts';
import { buildVaeDecoder, vaeTensors, type VaeConfig } from './graph.ts';
import { VAE_LIMITS, vaeConfigOf } from './infer.ts';

/** diffusers' AutoencoderKL: from pictures to latents, and back. */
export const vae: Family<VaeConfig> = {
  kind: 'vae',
  role: 'vae',
  stem: 'vae',
  recognises: ({ tensors }) =>
    ['encoder.conv_in.weight', 'decoder.conv_in.weight', 'post_quant_conv.weight'].every((name) =>
      tensors.has(name),
    ),
  ranks: [mainVariant, safetensorsFirst],
  read: vaeConfigOf,
  limits: VAE_LIMITS,
  tensors: vaeTensors,
  ignoresOtherTensors: true,
  // The autoencoder is small, and errors of its weights are visible in every picture.
  keepsFloats: true,
  terms: [OPEN_RAIL],
  words: {
    title: { en: 'Autoencoder', ko: '오토인코더' },
    facts: {
      en: '{parameters} parameters · {latent} latent channels · channels {channels}',
      ko: '매개변수 {parameters}개 · 잠재 채널 {latent}개 · 채널 {channels}',
    },
  },
  facts: ({ latent_channels, block_out_channels }) => ({
    latent: latent_channels,
    channels: rangeText(block_out_channels),
  }),
};

/** Cost of the decoder, which costs more than the encoder. @param size width and height of a view, pixels */
export const decoderCost = (config: VaeConfig, size: number, precision: Precision): NetworkCost =>
  networkCost(
    vaeTensors(config),
    (options) => buildVaeDecoder(config, { ...options, size }),
    precision,
  );
