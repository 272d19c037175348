import type { ClipActivation, ClipLayerConfig } from '../clip/encoder-layer.ts';
import { configInvalid, divisorProblem, requireLimits, type Limits } from '../limits.ts';
import { TEXT_TOKENS } from '../view-embeds/index.ts';

/** The keys of transformers' CLIPTextConfig that the graph depends on. */
export interface ClipTextConfig extends ClipLayerConfig {
  num_hidden_layers: number;
  /** Number of tokens in the vocabulary. */
  vocab_size: number;
  /** Longest text, tokens. */
  max_position_embeddings: number;
}

/** transformers' defaults of the keys that a config.json may leave out. */
const DEFAULTS: ClipTextConfig = {
  hidden_size: 512,
  num_hidden_layers: 12,
  num_attention_heads: 8,
  intermediate_size: 2048,
  hidden_act: 'quick_gelu',
  layer_norm_eps: 1e-5,
  vocab_size: 49_408,
  max_position_embeddings: TEXT_TOKENS,
};

/** What the numbers of a text encoder's config may be. That of ViT-bigG/14 has 32 layers of width 1280. */
const CLIP_TEXT_LIMITS: Limits = {
  hidden_size: { min: 1, max: 8192 },
  num_hidden_layers: { min: 1, max: 128 },
  num_attention_heads: { min: 1, max: 256 },
  intermediate_size: { min: 1, max: 65_536 },
  layer_norm_eps: { min: 1e-12, max: 0.1, real: true },
  vocab_size: { min: 1, max: 1_000_000 },
  max_position_embeddings: { min: TEXT_TOKENS, max: 4096 },
};

const ACTIVATIONS: readonly ClipActivation[] = ['gelu', 'quick_gelu'];

/**
 * The config of a text encoder. In the config.json of a whole CLIP it is under `text_config`. Keys that are missing have
 * the defaults of transformers.
 * @param json the parsed config.json
 * @param file path of config.json, for errors
 * @throws AppError `config-invalid` for a value that is not allowed
 */
export function readClipTextConfig(
  json: Readonly<Record<string, unknown>>,
  file: string,
): ClipTextConfig {
  const inner = json.text_config;
  const given = new Map<string, unknown>(
    Object.entries(typeof inner === 'object' && inner !== null ? inner : json),
  );
  const stated = Object.keys(DEFAULTS).filter((key) => (given.get(key) ?? null) !== null);
  const config: ClipTextConfig = {
    ...DEFAULTS,
    ...Object.fromEntries(stated.map((key) => [key, given.get(key)])),
  };
  requireLimits(config, CLIP_TEXT_LIMITS, file);
  const { hidden_size: width, num_attention_heads: heads, hidden_act: act } = config;
  const problem = divisorProblem('num_attention_heads', heads, [width]);
  if (problem) throw configInvalid(file, problem);
  if (!ACTIVATIONS.includes(act))
    throw configInvalid(file, {
      field: 'hidden_act',
      value: JSON.stringify(act).slice(0, 40),
      allowed: ACTIVATIONS.join(', '),
    });
  return config;
}
