import type { WeightIndex } from '../../graphs/weights.ts';
import type { PartKind } from './parts.ts';

/** A part, or weights that are known and that no pack needs. */
export type Recognised = PartKind | 'textEncoder' | 'imageNormalizer';

/** Tensors that only this network has, by the names of its original checkpoints. */
const SIGNATURES: readonly [Recognised, readonly string[]][] = [
  ['gslrm', ['gaussian_upsampler.linear.weight', 'pixel_gaussian_decoder.1.weight']],
  ['lgm', ['unet.conv_in.weight', 'unet.mid_block.nets.0.conv1.weight', 'conv.weight']],
  ['vae', ['encoder.conv_in.weight', 'decoder.conv_in.weight', 'post_quant_conv.weight']],
  ['unet', ['conv_in.weight', 'time_embedding.linear_1.weight', 'conv_out.weight']],
  ['imageEncoder', ['vision_model.embeddings.class_embedding', 'visual_projection.weight']],
  ['textEncoder', ['text_model.embeddings.token_embedding.weight']],
];

/** Length of the texts behind view embeddings. */
const TEXT_TOKENS = 77;

/**
 * Tells a network by the names of its tensors, whatever its file is called. View embeddings are one
 * tensor alone, [views, 77, width]. Null for anything else.
 */
export function recognise({ tensors }: WeightIndex): Recognised | null {
  for (const [kind, names] of SIGNATURES) if (names.every((name) => tensors.has(name))) return kind;
  const [first, ...rest] = tensors.values();
  if (rest.length === 0 && first?.shape.length === 3 && first.shape[1] === TEXT_TOKENS)
    return 'viewEmbeds';
  if (tensors.size === 2 && tensors.has('mean') && tensors.has('std')) return 'imageNormalizer';
  return null;
}
