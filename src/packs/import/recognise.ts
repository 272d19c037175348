import type { Family } from '../../families/family.ts';
import { families } from '../../families/index.ts';
import type { WeightIndex } from '../../graphs/weights.ts';

/** A text encoder: view embeddings were made with it, and no pack needs it. */
const isTextEncoder = ({ tensors }: WeightIndex): boolean =>
  tensors.has('text_model.embeddings.token_embedding.weight');

/** unCLIP's normalisation of image embeddings, which noise level 0 does not use. */
const isImageNormaliser = ({ tensors }: WeightIndex): boolean =>
  tensors.size === 2 && tensors.has('mean') && tensors.has('std');

/**
 * Recognises a network by its tensors, whatever its file is called.
 * @returns its family, `not-needed` for weights that no pack needs, null for anything else
 */
export function recognise(index: WeightIndex): Family | 'not-needed' | null {
  const family = families.find((each) => each.recognises(index));
  if (family) return family;
  return isTextEncoder(index) || isImageNormaliser(index) ? 'not-needed' : null;
}
