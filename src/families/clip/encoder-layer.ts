import { AppError } from '../../core/errors.ts';
import { attention } from '../../graphs/attention.ts';
import type { GraphBuilder, Value } from '../../graphs/builder.ts';
import { add, gelu, layerNorm, linear, quickGelu } from '../../graphs/layers.ts';

/** `gelu` is the exact (erf) GELU, `quick_gelu` is x·sigmoid(1.702·x). */
export type ClipActivation = 'gelu' | 'quick_gelu';

/** The keys of transformers' CLIP configs that a layer depends on. Both towers of CLIP have them. */
export interface ClipLayerConfig {
  hidden_size: number;
  num_attention_heads: number;
  intermediate_size: number;
  hidden_act: ClipActivation;
  /** Default 1e-5. */
  layer_norm_eps?: number;
}

/** The error for a config that no graph of CLIP can have. */
export const clipInvalid = (message: string) =>
  new AppError('graph-invalid', { message: `CLIP config: ${message}`, stage: 'load' });

/** @throws AppError `graph-invalid` if no layer can have this config */
export const checkClipLayer = (config: ClipLayerConfig): void => {
  const { hidden_size: width, num_attention_heads: heads, hidden_act: act } = config;
  if (width % heads !== 0)
    throw clipInvalid(`hidden_size ${width} cannot be divided into ${heads} heads`);
  if (act !== 'gelu' && act !== 'quick_gelu')
    throw clipInvalid(`hidden_act ${String(act)} is not supported`);
};

/**
 * transformers' CLIPEncoderLayer on [1, N, C]. The sequence stays in float32 in any compute type.
 * @param name path of the module in the checkpoint
 * @param causal whether token i sees only the tokens up to i, as in the text tower
 */
export const clipLayer = (
  g: GraphBuilder,
  config: ClipLayerConfig,
  x: Value,
  name: string,
  { causal = false } = {},
): Value => {
  const { hidden_size: width, num_attention_heads: heads, layer_norm_eps: epsilon } = config;
  const normal = layerNorm(g, x, `${name}.layer_norm1`, { epsilon });
  const project = (module: string) => linear(g, normal, `${name}.self_attn.${module}`, width);
  const [q, k, v] = [project('q_proj'), project('k_proj'), project('v_proj')];
  const mixed = attention(g, q, k, v, heads, { causal });
  const y = add(g, x, linear(g, mixed, `${name}.self_attn.out_proj`, width));

  const normal2 = layerNorm(g, y, `${name}.layer_norm2`, { epsilon });
  const hidden = linear(g, normal2, `${name}.mlp.fc1`, config.intermediate_size);
  const active = config.hidden_act === 'gelu' ? gelu(g, hidden) : quickGelu(g, hidden);
  return add(g, y, linear(g, active, `${name}.mlp.fc2`, width));
};
