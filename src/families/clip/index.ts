import { networkCost, type NetworkCost, type Precision } from '../../graphs/cost.ts';
import { OPEN_RAIL } from '../terms.ts';
import type { Checkpoint, Family } from '../family.ts';
import { mainVariant, safetensorsFirst } from '../rank.ts';
import { configPath, requireLimits } from '../limits.ts';
import { CLIP_LIMITS, inferClipConfig } from './config.ts';
import { buildClip, clipTensors, type ClipConfig } from './graph.ts';

/**
 * The keys of transformers' config that the shapes do not contain. The vision tower's config may be nested in
 * that of a whole CLIP.
 */
function givenKeys(checkpoint: Checkpoint): Partial<ClipConfig> {
  const { config } = checkpoint;
  const inner = config?.vision_config ?? config ?? {};
  const { num_attention_heads, hidden_act, layer_norm_eps } = inner as Record<string, unknown>;
  const given = {
    ...(num_attention_heads !== undefined && { num_attention_heads }),
    ...(layer_norm_eps !== undefined && { layer_norm_eps }),
  };
  requireLimits(given, CLIP_LIMITS, configPath(checkpoint));
  return {
    // `requireLimits` has found numbers.
    ...(given as Pick<Partial<ClipConfig>, 'num_attention_heads' | 'layer_norm_eps'>),
    ...((hidden_act === 'gelu' || hidden_act === 'quick_gelu') && { hidden_act }),
  };
}

/** CLIP's vision tower. It makes the class labels of a UNet with class embeddings. */
export const clip: Family<ClipConfig> = {
  kind: 'imageEncoder',
  role: 'imageEncoder',
  stem: 'clip',
  recognises: ({ tensors }) =>
    tensors.has('vision_model.embeddings.class_embedding') &&
    tensors.has('visual_projection.weight'),
  ranks: [mainVariant, safetensorsFirst],
  read: (checkpoint) => ({
    config: inferClipConfig(checkpoint.index, givenKeys(checkpoint)),
    notes: [],
  }),
  limits: CLIP_LIMITS,
  tensors: clipTensors,
  // For example `position_ids`, and the text tower of a whole CLIP.
  ignoresOtherTensors: true,
  terms: [OPEN_RAIL],
  words: {
    title: { en: 'Image encoder', ko: '이미지 인코더' },
    facts: {
      en: '{parameters} parameters · {layers} layers · width {width} · {image} px',
      ko: '매개변수 {parameters}개 · 층 {layers}개 · 폭 {width} · {image}픽셀',
    },
  },
  facts: ({ num_hidden_layers, hidden_size, image_size }) => ({
    layers: num_hidden_layers,
    width: hidden_size,
    image: image_size,
  }),
};

/** Cost of encoding one picture. */
export const clipCost = (config: ClipConfig, precision: Precision): NetworkCost =>
  networkCost(clipTensors(config), (options) => buildClip(config, options), precision);
