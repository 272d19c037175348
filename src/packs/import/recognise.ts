import type { Family } from '../../families/family.ts';
import { families } from '../../families/index.ts';
import type { WeightIndex } from '../../graphs/weights.ts';

/** Whether this is a text encoder. View embeddings were made with it, but no pack needs it. */
const isTextEncoder = ({ tensors }: WeightIndex): boolean =>
  tensors.has('text_model.embeddings.token_embedding.weight');

/** Whether this is unCLIP's normalisation of image embeddings. Noise level 0 does not use it. */
const isImageNormaliser = ({ tensors }: WeightIndex): boolean =>
  tensors.size === 2 && tensors.has('mean') && tensors.has('std');

/**
 * Recognises a network by the names and shapes of its tensors. The file's name does not matter.
 * @returns its family, `not-needed` for weights that no pack needs, or null if it is unknown
 */
export function recognise(index: WeightIndex): Family | 'not-needed' | null {
  const family = families.find((each) => each.recognises(index));
  if (family) return family;
  return isTextEncoder(index) || isImageNormaliser(index) ? 'not-needed' : null;
}
