import {
  GraphBuilder,
  type BuiltGraph,
  type GraphOptions,
  type Value,
} from '../../graphs/builder.ts';
import { add, layerNorm } from '../../graphs/layers.ts';
import type { TensorList } from '../../graphs/weights.ts';
import { checkClipLayer, clipInvalid, clipLayer } from '../clip/encoder-layer.ts';
import type { ClipTextConfig } from './config.ts';

/** Name of the tensor of the vocabulary. Text encoders are recognised by it. */
const TOKEN_TABLE = 'text_model.embeddings.token_embedding.weight';

interface ClipTextOptions extends GraphOptions {
  /** Number of tokens of the text, at most `max_position_embeddings`. */
  tokens: number;
}

function assemble(
  config: ClipTextConfig,
  { tokens: count, ...options }: ClipTextOptions,
): { g: GraphBuilder; hidden: Value } {
  checkClipLayer(config);
  const { hidden_size: width, max_position_embeddings: longest, layer_norm_eps: epsilon } = config;
  if (count > longest)
    throw clipInvalid(`max_position_embeddings is ${longest}, but a text has ${count} tokens`);
  const g = new GraphBuilder({ ...options, name: 'text encoder' });
  const ids = g.input('tokens', 'i64', [1, count]);
  const table = g.weight(TOKEN_TABLE, [config.vocab_size, width], { type: 'f32' });
  const words = g.op('Gather', [table, ids], { attrs: { axis: 0 }, shape: [1, count, width] });
  const places = g.weight('text_model.embeddings.position_embedding.weight', [longest, width], {
    type: 'f32',
    rows: [0, count],
  });
  let x = add(g, words, places);
  for (let i = 0; i < config.num_hidden_layers; i += 1)
    x = clipLayer(g, config, x, `text_model.encoder.layers.${i}`, { causal: true });
  return { g, hidden: layerNorm(g, x, 'text_model.final_layer_norm', { epsilon }) };
}

/**
 * CLIP's text tower: transformers' CLIPTextModel without an attention mask, so that padding counts as text.
 *
 * `tokens [1, N]` (int64, made by `tokenizer/`) → `hidden [1, N, C]`: `last_hidden_state`, which is after the final
 * layer norm. float32.
 *
 * @throws AppError `weights-invalid` if a tensor is missing or has another shape
 * @throws AppError `graph-invalid` if no text tower has this config, or if the text is too long for it
 */
export const buildClipText = (config: ClipTextConfig, options: ClipTextOptions): BuiltGraph => {
  const { g, hidden } = assemble(config, options);
  g.output('hidden', hidden);
  return g.build();
};

/** Tensors that a checkpoint must have. Others in it (`position_ids`, a projection) are ignored. */
export const clipTextTensors = (config: ClipTextConfig): TensorList =>
  assemble(config, { tokens: 1 }).g.tensors;
