import { networkCost, type NetworkCost, type Precision } from '../../graphs/cost.ts';
import { ADOBE, OPEN_RAIL } from '../terms.ts';
import { rangeText, type Family } from '../family.ts';
import { latestStep, mainVariant, safetensorsFirst } from '../rank.ts';
import { buildUnet, unetTensors, type UnetConfig } from './graph.ts';
import { UNET_LIMITS } from './config.ts';
import { unetConfigOf, type PackUnetConfig } from './infer.ts';

/** The diffusion network of MVDiffusion: diffusers' UNet2DConditionModel with attention across views. */
export const unet: Family<PackUnetConfig> = {
  kind: 'unet',
  role: 'unet',
  stem: 'unet',
  recognises: ({ tensors }) =>
    ['conv_in.weight', 'time_embedding.linear_1.weight', 'conv_out.weight'].every((name) =>
      tensors.has(name),
    ),
  ranks: [latestStep, mainVariant, safetensorsFirst],
  read: unetConfigOf,
  limits: UNET_LIMITS,
  tensors: unetTensors,
  terms: [ADOBE, OPEN_RAIL],
  words: {
    title: { en: 'Multi-view UNet', ko: '다시점 UNet' },
    facts: {
      en: '{parameters} parameters · {views} views · {attention} attention · channels {channels} · cross-attention {width}',
      ko: '매개변수 {parameters}개 · 시점 {views}개 · {attention} 어텐션 · 채널 {channels} · 교차 어텐션 {width}',
    },
  },
  facts: ({ num_views, mv_attention, block_out_channels, cross_attention_dim }) => ({
    views: num_views,
    attention: mv_attention,
    channels: rangeText(block_out_channels),
    width: cross_attention_dim,
  }),
};

/** Number of tokens of each view's embeddings, in every large model. */
const TOKENS = 77;

/**
 * Cost of one denoising step.
 * @param size latents along a side
 * @param halves 2 if the two halves of guidance run in one batch
 */
export const unetCost = (
  config: UnetConfig,
  { size, halves }: { size: number; halves: 1 | 2 },
  precision: Precision,
): NetworkCost =>
  networkCost(
    unetTensors(config),
    (options) =>
      buildUnet(config, { ...options, halves, size, tokens: TOKENS, sharedContext: true }),
    precision,
  );
